//! Routes with their pipelines come in, async functions that run them go out: one for each pipeline, one for each passage.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::declared;
use crate::entry::hygienic;
use crate::names::Names;
use crate::pattern::Segment;
use crate::router::model::{Pipe, Plug, Route, Router, Target};

/// `Router::dispatch`: finds the route and hands it to its passage, unboxed.
pub(super) fn expand_dispatch(router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let (state, conn, route) = (&router.header.state, local("conn"), local("route"));
    let arms = (0..router.passages.len()).map(|passage| {
        let (routes, call) = (ranges(&routes_of(router, passage)), passage_name(passage));
        quote!(#(#routes)|* => Self::#call(#conn, #route).await,)
    });
    quote! {
        async fn dispatch(#conn: &mut #runtime::Conn<#state>) -> #runtime::Result {
            let #route = #runtime::enter::<Self>(#conn)?;
            match #route {
                #(#arms)*
                _ => #runtime::no_such_route(#route),
            }
        }
    }
}

/// The functions behind `dispatch`.
pub(super) fn expand_passages(router: &Router, names: &Names) -> TokenStream {
    let pipelines = router.pipelines.iter().map(|pipeline| {
        let calls = pipeline.pipes.iter().map(|pipe| expand_pipe(pipe, router, names));
        let body = quote!(#(#calls)* ::core::result::Result::Ok(()));
        // Whoever sees the router may run a pipeline alone, as tests do.
        let visibility = &router.header.visibility;
        let doc = format!(" Runs the pipeline `{}` alone, without a handler.", pipeline.name);
        let head = quote!(#[doc = #doc] #visibility);
        expand_function(&head, &pipeline_name(&pipeline.name), &[], body, router, names)
    });
    let private = TokenStream::new();
    let passages = (0..router.passages.len()).map(|passage| {
        let routes = routes_of(router, passage);
        let parts = parts(&routes).enumerate().map(|(part, routes)| {
            let body = expand_arms(routes, router, names);
            let name = part_name(passage, part);
            expand_function(&private, &name, &[local("route")], body, router, names)
        });
        let body = expand_passage(passage, &routes, router, names);
        let whole = expand_function(&private, &passage_name(passage), &[local("route")], body, router, names);
        quote!(#whole #(#parts)*)
    });
    quote!(#(#pipelines)* #(#passages)*)
}

fn expand_function(
    head: &TokenStream,
    name: &Ident,
    numbers: &[Ident],
    body: TokenStream,
    router: &Router,
    names: &Names,
) -> TokenStream {
    let runtime = names.private("router");
    let (state, conn) = (&router.header.state, local("conn"));
    // A pipeline without plugs leaves its conn alone, and one that no scope names is allowed to wait for its first.
    quote! {
        #[allow(dead_code, unused_variables)]
        #head async fn #name(#conn: &mut #runtime::Conn<#state> #(, #numbers: usize)*) -> #runtime::Result {
            #body
        }
    }
}

/// Everything in front of the handlers, then the handler that the route names.
fn expand_passage(passage: usize, routes: &[usize], router: &Router, names: &Names) -> TokenStream {
    let pipes = router.passages[passage].iter().map(|pipe| expand_pipe(pipe, router, names));
    let mut parts = parts(routes).enumerate().peekable();
    if parts.peek().is_none() {
        let arms = expand_arms(routes, router, names);
        return quote!(#(#pipes)* #arms);
    }
    let (runtime, conn, route) = (names.private("router"), local("conn"), local("route"));
    let arms = parts.map(|(part, routes)| {
        let (ranges, call) = (ranges(routes), part_name(passage, part));
        quote!(#(#ranges)|* => Self::#call(#conn, #route).await,)
    });
    quote! {
        #(#pipes)*
        match #route {
            #(#arms)*
            _ => #runtime::no_such_route(#route),
        }
    }
}

/// The handlers of `routes`.
fn expand_arms(routes: &[usize], router: &Router, names: &Names) -> TokenStream {
    let (runtime, route) = (names.private("router"), local("route"));
    let arms = routes.iter().map(|&index| {
        let call = expand_target(&router.routes[index], router, names);
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => { #call })
    });
    quote! {
        match #route {
            #(#arms)*
            _ => #runtime::no_such_route(#route),
        }
    }
}

fn expand_pipe(pipe: &Pipe, router: &Router, names: &Names) -> TokenStream {
    let conn = local("conn");
    match pipe {
        Pipe::Plug(plug) => expand_plug(plug, names),
        Pipe::Pipeline(index, _) => {
            let name = pipeline_name(&router.pipelines[*index].name);
            expand_step(&quote!(Self::#name(#conn).await?))
        }
        Pipe::Assign(value) => {
            let runtime = names.private_at("router", value.span());
            quote_spanned!(value.span()=> #runtime::assign(#conn, #value);)
        }
    }
}

fn expand_plug(plug: &Plug, names: &Names) -> TokenStream {
    let conn = local("conn");
    match plug {
        Plug::Function(path) => {
            let runtime = names.private_at("router", path.span());
            let call = quote_spanned!(path.span()=> #runtime::answer(#runtime::handler(#path(#conn)).await)?);
            expand_step(&call)
        }
        Plug::Value(value) => {
            let runtime = names.private_at("router", value.span());
            let call = quote_spanned!(value.span()=> #runtime::plug(const { &(#value) }, #conn).await?);
            expand_step(&call)
        }
    }
}

/// A step after which the chain may be over.
fn expand_step(call: &TokenStream) -> TokenStream {
    let conn = local("conn");
    quote! {
        #call;
        if #conn.halted() {
            return ::core::result::Result::Ok(());
        }
    }
}

/// Reads the arguments from the path and calls the handler; the types come from the handler's own signature.
fn expand_target(route: &Route, router: &Router, names: &Names) -> TokenStream {
    let conn = local("conn");
    let handler = match &route.target {
        Target::Handler(handler) => handler,
        Target::Forward(service) => {
            let runtime = names.private_at("router", route.target_span);
            if let Some(router) = route.target.router() {
                return quote_spanned!(route.target_span=> #runtime::forward_to_router::<#router>(#conn).await);
            }
            let service_ident = local("service");
            return quote_spanned! {route.target_span=>
                static FORWARDED_SERVICE: #runtime::Forward = #runtime::Forward::new();
                #[allow(clippy::redundant_closure)]
                let #service_ident = FORWARDED_SERVICE.to(|| #service);
                #service_ident.call(#conn).await
            };
        }
        Target::Live(..) => {
            let (live, name) = (names.private("live"), &router.header.name);
            return quote!(#live::dead_render::<#name>(#conn).await);
        }
    };
    let given: Vec<Ident> = route
        .args
        .iter()
        .enumerate()
        .map(|(index, path)| Ident::new(&format!("arg_{index}"), hygienic().located_at(path.span())))
        .collect();
    let args = route.args.iter().zip(&given).map(|(path, argument)| expand_arg(path, argument, names));
    let captured: Vec<&Segment> =
        route.pattern.segments().iter().filter(|segment| segment.name().is_some()).collect();
    let arguments: Vec<Ident> =
        captured.iter().filter_map(|segment| segment.name()).map(|name| argument(name, route.span)).collect();
    let runtime = names.private_at("router", route.span);
    let reads = captured.iter().zip(&arguments).enumerate().map(|(index, (segment, argument))| {
        let index = Literal::usize_unsuffixed(index);
        let read = if segment.is_glob() { quote!(rest) } else { quote!(param) };
        let declared = segment.declared().map(|declared| declared::expand(declared, None, route.span));
        let declared = declared.map(|declared| quote_spanned!(route.span=> : #declared));
        quote_spanned!(route.span=> let #argument #declared = #runtime::#read(#conn, #index)?;)
    });
    let runtime = names.private_at("router", route.target_span);
    let call = quote_spanned!(route.target_span=> #runtime::answer(#runtime::handler(#handler(#conn #(, #given)* #(, #arguments)*)).await));
    quote!(#(#args)* #(#reads)* #call)
}

/// What the handler takes of the conn.
fn expand_arg(path: &syn::Path, argument: &Ident, names: &Names) -> TokenStream {
    let (runtime, at) = (names.private_at("router", path.span()), argument.span());
    let conn = Ident::new("conn", at);
    quote_spanned! {at=>
        let #argument = {
            #[allow(unused_imports)]
            use #runtime::PlainArg as _;
            #runtime::Arg(#path(#conn)).take()?
        };
    }
}

/// The parameter's name, out of reach of the user's names; with `_` where it is a keyword.
fn argument(name: &str, span: Span) -> Ident {
    let name = match syn::parse_str::<Ident>(name) {
        Ok(_) if name != "conn" && name != "route" => name.to_owned(),
        _ => format!("{name}_"),
    };
    Ident::new(&name, hygienic().located_at(span))
}

pub(super) fn local(name: &str) -> Ident {
    Ident::new(name, hygienic())
}

fn pipeline_name(name: &Ident) -> Ident {
    // The name stays where the user wrote it, for errors that are about the whole pipeline.
    format_ident!("pipeline_{}", name, span = name.span())
}

fn passage_name(passage: usize) -> Ident {
    format_ident!("passage_{}", passage, span = Span::call_site())
}

fn part_name(passage: usize, part: usize) -> Ident {
    format_ident!("passage_{}_part_{}", passage, part, span = Span::call_site())
}

/// The routes of a passage in functions of their own where they are many: the time in which rustc compiles an async function
/// grows with the square of what it awaits. None where one function is enough.
fn parts(routes: &[usize]) -> impl Iterator<Item = &[usize]> {
    const PART: usize = 16;
    let routes = if routes.len() > PART { routes } else { &[] };
    routes.chunks(PART)
}

fn routes_of(router: &Router, passage: usize) -> Vec<usize> {
    (0..router.routes.len()).filter(|&index| router.routes[index].passage == passage).collect()
}

/// Routes, neighbours as ranges: `0..=3`, `7`.
fn ranges(routes: &[usize]) -> Vec<TokenStream> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &index in routes {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => ranges.push((index, index)),
        }
    }
    let range = |(first, last): (usize, usize)| {
        let (start, end) = (Literal::usize_unsuffixed(first), Literal::usize_unsuffixed(last));
        if first == last { quote!(#start) } else { quote!(#start..=#end) }
    };
    ranges.into_iter().map(range).collect()
}
