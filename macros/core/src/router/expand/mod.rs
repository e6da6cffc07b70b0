//! A correct router comes in; its type, its table, its dispatch and its `path!` go out.

mod choice;
mod companion;
mod dispatch;
mod find;
mod live;
mod table;
mod trie;

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Header, Router};
use crate::names::Names;

/// Everything that a router declares.
pub(super) fn expand(router: &Router, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let Header { name, state, .. } = &router.header;
    let declaration = expand_declaration(&router.header, names);
    let table = table::expand_table(router, names);
    let live = live::expand_live(router, names);
    let find = find::expand_find(router, names);
    let dispatch = dispatch::expand_dispatch(router, names);
    let passages = dispatch::expand_passages(router, names);
    let hooks = live::expand_hooks(router, names);
    let companion = companion::expand_companion(&router.header, Some(router), names);
    quote! {
        #declaration

        impl #runtime::Router for #name {
            type State = #state;
            #table
            #live
            #find
            #dispatch
        }

        impl #name {
            #passages
        }

        #hooks

        #companion
    }
}

/// What other code needs to find of a router that has mistakes, so that no second error follows from them.
pub(super) fn expand_stand_in(header: &Header, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let Header { name, state, .. } = header;
    let declaration = expand_declaration(header, names);
    let companion = companion::expand_companion(header, None, names);
    quote! {
        #declaration

        impl #runtime::Router for #name {
            type State = #state;
            const ROUTES: &'static [#runtime::Route] = &[];
            const LIVE: &'static [(usize, #runtime::LiveRoute<#state>)] = &[];
            fn find(_: #runtime::Verb, _: &str) -> ::core::option::Option<#runtime::Match> {
                ::core::option::Option::None
            }
            async fn dispatch(conn: &mut #runtime::Conn<#state>) -> #runtime::Result {
                #runtime::enter::<Self>(conn).map(|_| ())
            }
        }

        #companion
    }
}

/// The router's type and how it becomes a service.
fn expand_declaration(header: &Header, names: &Names) -> TokenStream {
    let runtime = names.private("router");
    let Header { attrs, visibility, name, state, .. } = header;
    let docs = "This router as a `tower::Service` over `http` types, with `state` for its handlers.";
    let table_docs = "All routes in the order in which they are declared.";
    quote! {
        #(#attrs)*
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #visibility struct #name;

        impl #name {
            #[doc = #docs]
            #[allow(dead_code)]
            #visibility fn service(state: impl ::core::convert::Into<::std::sync::Arc<#state>>) -> #runtime::Service<Self> {
                #runtime::Service::new(state)
            }

            #[doc = #table_docs]
            #[allow(dead_code)]
            #visibility const fn routes() -> &'static [#runtime::Route] {
                <Self as #runtime::Router>::ROUTES
            }
        }
    }
}
