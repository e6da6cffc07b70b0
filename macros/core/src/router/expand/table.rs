//! Routes come in, the constants that describe them go out.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::entry::hygienic;
use crate::names::Names;
use crate::router::model::{Route, Router, Target};
use crate::spelling::spelt;

/// `ROUTES`, and what the router says of itself besides.
pub(super) fn expand_table(router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let routes = router.routes.iter().map(|route| expand_route(route, router, names));
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
    let file = (!router.routes.is_empty()).then(|| {
        quote!(
            const FILE: &::core::primitive::str = ::core::file!();
        )
    });
    quote! {
        #method_not_allowed
        #hosts
        #forwards
        const ROUTES: &'static [#runtime::Route] = {
            #file
            &[#(#routes),*]
        };
    }
}

/// `Route::new(Verb::Get, "/messages/{id}", "messages::show").at(FILE, 9).pipelines(&["browser"]).params(&["id"])`
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
    let line = Literal::usize_unsuffixed(route.span.start().line);
    quote!(#runtime::Route::new(#runtime::Verb::#verb, #path, #target).at(FILE, #line) #pipelines #params #name #hosts #log)
}
