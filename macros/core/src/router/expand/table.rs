//! Routes come in, the constants that describe them go out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::names::Names;
use crate::router::model::{Route, Router, Target};
use crate::spelling::spelt;

/// `ROUTES` and `LIVE`.
pub(super) fn expand_table(router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let state = &router.header.state;
    let routes = router.routes.iter().map(|route| expand_route(route, router, names));
    let live = router.routes.iter().enumerate().filter_map(|(index, route)| match &route.target {
        Target::Live(view) => {
            let (index, name) = (Literal::usize_unsuffixed(index), spelt(view));
            Some(quote!((#index, #runtime::LiveRoute::of::<#view>(#name))))
        }
        Target::Handler(_) => None,
    });
    quote! {
        const ROUTES: &'static [#runtime::Route] = &[#(#routes),*];
        const LIVE: &'static [(usize, #runtime::LiveRoute<#state>)] = &[#(#live),*];
    }
}

/// `Route::new(Verb::Get, "/messages/{id}", "messages::show").pipelines(&["browser"]).params(&["id"])`
fn expand_route(route: &Route, router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let (verb, path, target) = (route.verb.variant(), route.pattern.to_string(), spelt(route.target.path()));
    let passage = router.passage_names(route.passage);
    let params: Vec<&str> = route.pattern.names().collect();
    let pipelines = (!passage.is_empty()).then(|| quote!(.pipelines(&[#(#passage),*])));
    let params = (!params.is_empty()).then(|| quote!(.params(&[#(#params),*])));
    quote!(#runtime::Route::new(#runtime::Verb::#verb, #path, #target) #pipelines #params)
}
