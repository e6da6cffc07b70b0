//! Routes that show LiveViews come in; the table of their views and what runs the hooks of their live sessions go out.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::dispatch::local;
use crate::declared;
use crate::names::Names;
use crate::router::model::{Plug, Route, Router, Target};
use crate::spelling::spelt;

/// `LIVE`, and `ROUTERS` where there are any: views of routers that are forwarded to are found through these.
pub(super) fn expand_live(router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let state = &router.header.state;
    let routes = router.routes.iter().enumerate();
    let views = routes.clone().filter_map(|(index, route)| {
        let (index, view) = (Literal::usize_unsuffixed(index), expand_view(route, router, names)?);
        Some(quote!((#index, #view)))
    });
    let routers = routes.filter_map(|(index, route)| {
        let (index, other) = (Literal::usize_unsuffixed(index), route.target.router()?);
        let runtime = names.private_at("router", route.target_span);
        Some(quote_spanned!(route.target_span=> (#index, #runtime::Forwarded::to::<#other>())))
    });
    let routers: Vec<TokenStream> = routers.collect();
    let routers = (!routers.is_empty())
        .then(|| quote!(const ROUTERS: &'static [(usize, #runtime::Forwarded<#state>)] = &[#(#routers),*];));
    quote! {
        const LIVE: &'static [(usize, #runtime::LiveRoute<#state>)] = &[#(#views),*];
        #routers
    }
}

/// `LiveRoute::<App>::hooked::<PostsLive, ()>("PostsLive").within::<Self>().action("index")`
fn expand_view(route: &Route, router: &Router, names: &Names) -> Option<TokenStream> {
    let Target::Live(view, action) = &route.target else { return None };
    let (runtime, state) = (names.private("router"), &router.header.state);
    let (name, hooks) = (spelt(view), expand_hooks_of(route, router, names));
    let action = action.as_ref().map(ToString::to_string).map(|action| quote!(.action(#action)));
    let session = route.live_session.as_ref().map(|session| quote!(.session(#session)));
    let params = expand_declared(route, names);
    Some(quote! {
        #runtime::LiveRoute::<#state>::hooked::<#view, #hooks>(#name).within::<Self>() #action #session #params
    })
}

/// `.params(&[("id", spells::<i64>)])` for the parameters that the route declares with a type
fn expand_declared(route: &Route, names: &Names) -> Option<TokenStream> {
    let runtime = names.private_at("router", route.span);
    let params = route.pattern.segments().iter().filter_map(|segment| {
        let (name, declared) = (segment.name()?, declared::expand(segment.declared()?, None, route.span));
        Some(quote_spanned!(route.span=> (#name, #runtime::spells::<#declared>)))
    });
    let params: Vec<TokenStream> = params.collect();
    (!params.is_empty()).then(|| quote!(.params(&[#(#params),*])))
}

/// The type that stands for the hooks in front of a view.
fn expand_hooks_of(route: &Route, router: &Router, names: &Names) -> TokenStream {
    let (live, name) = (names.private("live"), &router.header.name);
    match route.hooks {
        Some(list) => {
            let list = Literal::usize_unsuffixed(list);
            quote!(#live::HooksOf<#name, #list>)
        }
        None => quote!(()),
    }
}

/// What runs each list of hooks, in order, until one sends the browser elsewhere.
pub(super) fn expand_hooks(router: &Router, names: &Names) -> TokenStream {
    let (live, name, state) = (names.private("live"), &router.header.name, &router.header.state);
    let (params, session, socket) = (local("params"), local("session"), local("socket"));
    let lists = router.hooks.iter().enumerate().map(|(list, hooks)| {
        let list = Literal::usize_unsuffixed(list);
        let steps = hooks.iter().map(|hook| expand_hook(hook, names));
        quote! {
            impl #live::RunHooks<#list> for #name {
                async fn run<V: #live::LiveView<State = #state>>(
                    #params: &#live::Params,
                    #session: &#live::Session,
                    #socket: &mut #live::Socket<V>,
                ) -> #live::Result {
                    #(#steps)*
                    ::core::result::Result::Ok(())
                }
            }
        }
    });
    lists.collect()
}

fn expand_hook(hook: &Plug, names: &Names) -> TokenStream {
    let (params, session, socket) = (local("params"), local("session"), local("socket"));
    let live = names.private("live");
    let call = match hook {
        Plug::Function(path) => {
            let span = syn::spanned::Spanned::span(path);
            let runtime = names.private_at("router", span);
            let call = quote_spanned!(span=> #runtime::handler(#path(#params, #session, #socket)));
            quote_spanned!(span=> #runtime::answer(#call.await)?;)
        }
        Plug::Value(value) => {
            let span = syn::spanned::Spanned::span(value);
            let live = names.private_at("live", span);
            quote_spanned!(span=> #live::hook(const { &(#value) }, #params, #session, #socket).await?;)
        }
    };
    quote! {
        #call
        if #live::leaves(#socket) {
            return ::core::result::Result::Ok(());
        }
    }
}
