//! Golden expansions of documented examples, and half-typed input.

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
