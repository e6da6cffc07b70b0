//! Golden expansions of documented examples, and half-typed input.

use quote::quote;

use super::*;
use crate::snapshot;

#[test]
fn smoke() {
    println!(
        "{}",
        snapshot::items(
            expand,
            quote! {
                /// All routes.
                pub Router for App;
                pipeline browser { plug fetch_session; plug accepts(["html"]); }
                scope "/" {
                    pipe_through browser;
                    get "/" => pages::home;
                    get "/messages/{id}" => messages::show;
                    post "/messages" => messages::create;
                    get "/messages" => messages::index;
                    live "/counter" => CounterLive;
                }
            }
        )
    );
}
