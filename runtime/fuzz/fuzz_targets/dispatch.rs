//! The generated lookup: any path comes in; it finds what trying all routes in their order finds.
//!
//! `cargo fuzz run --fuzz-dir runtime/fuzz -s none dispatch`
#![no_main]

use bennu::__private::router::find_untidy;
use bennu::router::{Router as _, Verb};
use bennu::{Conn, Result};
use libfuzzer_sys::fuzz_target;

bennu::router! {
    /// Routes that overlap in every way there is.
    Router for ();

    get "/" => none;
    get "/users/new" => none;
    get "/users/{id}" => one;
    post "/users/{id}" => one;
    get "/users/{id}/posts/latest.json" => one;
    get "/users/{id}/posts/{post}" => two;
    match [put, patch] "/users/{id}" => one;
    get "/{page}/edit" => one;
    get "/v1/files" => none;
    get "/v{version}/files/{*rest}" => two;
    match * "/hooks/{name}" => one;
    get "/café" => none;
    delete "/{a}/{b}/{c}" => three;
    get "/{*rest}" => one;
}

async fn none(_: &mut Conn<()>) -> Result {
    Ok(())
}

async fn one(_: &mut Conn<()>, _: String) -> Result {
    Ok(())
}

async fn two(_: &mut Conn<()>, _: String, _: String) -> Result {
    Ok(())
}

async fn three(_: &mut Conn<()>, _: String, _: String, _: String) -> Result {
    Ok(())
}

const VERBS: [Verb; 6] = [Verb::Get, Verb::Post, Verb::Put, Verb::Patch, Verb::Delete, Verb::Other];

fuzz_target!(|input: (u8, &str)| {
    let (verb, path) = (VERBS[usize::from(input.0) % VERBS.len()], input.1);
    assert_eq!(Router::find(verb, path), find_untidy(Router::ROUTES, verb, path), "{verb:?} {path}");
});
