//! Routes come in, the constants that describe them go out.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};

use crate::declared;
use crate::entry::hygienic;
use crate::names::Names;
use crate::router::model::{Route, Router, Target};
use crate::spelling::spelt;

/// `ROUTES` and `LIVE`.
pub(super) fn expand_table(router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let state = &router.header.state;
    let routes = router.routes.iter().map(|route| expand_route(route, router, names));
    let live = router.routes.iter().enumerate().filter_map(|(index, route)| match &route.target {
        Target::Live(view, action) => {
            let (index, name) = (Literal::usize_unsuffixed(index), spelt(view));
            let action =
                action.as_ref().map(|action| action.to_string()).map(|action| quote!(.action(#action)));
            let session = route.live_session.as_ref().map(|session| quote!(.session(#session)));
            let params = expand_declared(route, names);
            Some(quote!((#index, #runtime::LiveRoute::of::<#view>(#name) #action #session #params)))
        }
        Target::Handler(_) | Target::Forward(_) => None,
    });
    let to_service =
        |route: &Route| matches!(route.target, Target::Forward(_)) && route.target.router().is_none();
    let forwards = router.routes.iter().enumerate().filter(|(_, route)| to_service(route));
    let forwards: Vec<_> = forwards.map(|(index, _)| Literal::usize_unsuffixed(index)).collect();
    let forwards =
        (!forwards.is_empty()).then(|| quote!(const FORWARDS: &'static [usize] = &[#(#forwards),*];));
    let hosts = router.hosts.iter().map(|hosts| {
        let hosts = hosts.iter().map(ToString::to_string);
        quote!(&[#(#hosts),*])
    });
    let hosts = (!router.hosts.is_empty())
        .then(|| quote!(const HOSTS: &'static [&'static [&'static str]] = &[#(#hosts),*];));
    let method_not_allowed = router.method_not_allowed.then(|| {
        quote!(
            const METHOD_NOT_ALLOWED: bool = true;
        )
    });
    quote! {
        #method_not_allowed
        #hosts
        #forwards
        const ROUTES: &'static [#runtime::Route] = &[#(#routes),*];
        const LIVE: &'static [(usize, #runtime::LiveRoute<#state>)] = &[#(#live),*];
    }
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

/// `Route::new(Verb::Get, "/messages/{id}", "messages::show").pipelines(&["browser"]).params(&["id"])`
fn expand_route(route: &Route, router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let (verb, path, target) =
        (route.verb.variant(), route.pattern.to_string(), spelt(&route.target.to_tokens()));
    let passage = router.passage_names(route.passage);
    let params: Vec<&str> = route.pattern.names().collect();
    let pipelines = (!passage.is_empty()).then(|| quote!(.pipelines(&[#(#passage),*])));
    let params = (!params.is_empty()).then(|| quote!(.params(&[#(#params),*])));
    let name = route.name.as_ref().map(|name| &name.text).map(|name| quote!(.named(#name)));
    let hosts = route.hosts.map(Literal::usize_unsuffixed).map(|index| quote!(.hosts(Self::HOSTS[#index])));
    let log = route.log.map(|log| Ident::new(&format!("{log:?}"), hygienic()));
    let log = log.map(|log| quote!(.log(#runtime::Log::#log)));
    quote!(#runtime::Route::new(#runtime::Verb::#verb, #path, #target) #pipelines #params #name #hosts #log)
}
