//! Golden expansions of documented examples, and input that is only half there.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::*;
use crate::snapshot;

#[test]
fn a_router_with_pipeline_and_live_view() {
    insta::assert_snapshot!(snapshot::items(
        expand,
        quote! {
            /// All routes.
            pub Router for App;

            pipeline browser {
                plug fetch_session;
                plug accepts(["html"]);
            }

            scope "/" {
                pipe_through browser;
                get "/" => pages::home;
                get "/messages" => messages::index;
                post "/messages" => messages::create;
                get "/messages/{id}" => messages::show;
                live "/counter" => CounterLive;
            }
        }
    ));
}

#[test]
fn nested_scopes_and_globs() {
    insta::assert_snapshot!(snapshot::items(
        expand,
        quote! {
            pub(crate) Admin for web::State;

            pipeline browser {}

            scope "/admin" {
                pipe_through [browser, auth::require_user];
                get "/" => admin::index;

                scope "/v{version}" {
                    pipe_through auth::require_admin;
                    get "/files/{*rest}" => files::show;
                }

                delete "/users/{type}" => users::delete;
            }
        }
    ));
}

#[test]
fn routes_that_neither_branch_may_hide() {
    // `/users/new` is for the first route, `/users/7` for the second although the third matches it too: the branch of `users` and
    // the one of `{kind}` both have to be asked.
    insta::assert_snapshot!(snapshot::items(
        expand,
        quote! {
            Router for ();

            get "/{kind}/new" => new;
            get "/users/{id}" => show;
            get "/{kind}/{id}" => any;
        }
    ));
}

#[test]
fn a_router_with_a_mistake_keeps_its_items() {
    insta::assert_snapshot!(snapshot::items(
        expand,
        quote! {
            /// All routes.
            pub Router for App;

            scope "/" {
                pipe_through browser;
                get "/" => pages::home;
            }
        }
    ));
}

/// Every way to break off in the middle of `tokens`, in groups too.
fn beginnings(tokens: TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    for end in 0..tokens.len() {
        let whole: TokenStream = tokens[..end].iter().cloned().collect();
        if let TokenTree::Group(group) = &tokens[end] {
            for inner in beginnings(group.stream()) {
                let broken = TokenTree::from(proc_macro2::Group::new(group.delimiter(), inner));
                found.push(whole.clone().into_iter().chain([broken]).collect());
            }
        }
        found.push(whole);
    }
    found
}

#[test]
fn half_a_router_still_declares_one() {
    let whole = quote! {
        /// All routes.
        pub Router for App;

        pipeline browser {
            plug fetch_session;
            plug accepts(["html"]);
        }

        scope "/admin" {
            pipe_through [browser, auth::require_user];
            get "/users/{id}" => users::show;
            live "/counter" => CounterLive;
        }

        live_session members, on_mount: [auth::RequireUser] {
            plug auth::owner, only: [index];
            resources "/videos" => videos, param: "id: i64", args: [auth::user] { plug videos::load; }
        }
    };
    for beginning in beginnings(whole) {
        let written = beginning.to_string();
        let output = snapshot::items(expand, beginning);
        assert!(output.contains("struct Router;") && output.contains("macro_rules!"), "{written}");
    }
}
