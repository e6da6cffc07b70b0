//! The page about an error that developers see, and visitors do not.

use bennu::serde_json::Value;
use bennu::testing::Client;
use bennu::{Body, Endpoint, http::Request};

use super::app::{self, App, Router};

fn client() -> Client<Router> {
    let mut config = app::config();
    config.debug_errors = true;
    Client::new(Endpoint::new(App::default(), config))
}

#[tokio::test]
async fn an_error_is_shown_with_its_place_and_the_lines_around_it() {
    let page = client().get("/fail").await.html_response(500);
    assert!(page.contains("<h1>invalid digit found in string</h1>"), "{page}");
    assert!(page.contains("runtime/tests/http/app.rs:"), "{page}");
    let here = page.split("line here").nth(1).and_then(|rest| rest.split("</span>").next());
    assert!(here.is_some_and(|line| line.contains("parse::&lt;i64&gt;().unwrap_err())?;")), "{page}");
    assert!(page.contains("pages::fail") && page.contains("browser"), "the route and its pipelines");
}

#[tokio::test]
async fn a_panic_is_shown_with_its_place_and_its_backtrace() {
    let page = client().get("/panic").await.html_response(500);
    assert!(page.contains("<h1>panicked: on purpose</h1>"), "{page}");
    let here = page.split("line here").nth(1).and_then(|rest| rest.split("</span>").next());
    assert!(here.is_some_and(|line| line.contains("panic!(&quot;on purpose&quot;);")), "{page}");
    assert!(page.contains("<summary>Backtrace</summary>"), "{page}");
}

#[tokio::test]
async fn the_request_is_shown_but_for_what_is_secret() {
    let mut client = client();
    client.get("/session/kept").await;
    let request = Request::get("/refuse?user[name]=%3Cb%3E&user[password]=hidden-1&_format=html")
        .header("authorization", "Bearer hidden-2")
        .header("x-shown", "shown-1");
    let page = client.request(request.body(Body::empty()).unwrap()).await.html_response(403);
    for shown in
        ["not for &lt;you&gt;", "{&quot;name&quot;:&quot;&lt;b&gt;&quot;", "kept", "shown-1", "x-shown"]
    {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    let cookie = client.cookie("_bennu_key").unwrap();
    // The URL itself is shown as it was asked for.
    let page = page.replace("/refuse?user[name]=%3Cb%3E&amp;user[password]=hidden-1", "");
    for hidden in ["hidden-1", "hidden-2", cookie] {
        assert!(!page.contains(hidden), "{hidden} in {page}");
    }
}

#[tokio::test]
async fn a_path_without_a_route_has_routes_nearby() {
    let page = client().get("/message/7").await.html_response(404);
    let near = page.split("Routes that are near").nth(1).and_then(|rest| rest.split("</section>").next());
    assert!(near.is_some_and(|near| near.contains("<code>/messages/{id}</code>")), "{page}");
    assert!(page.contains("All routes (") && page.contains("<code>raw::peer</code>"), "{page}");
}

#[tokio::test]
async fn programs_are_told_as_well() {
    let mut client = client();
    client.put_header("accept", "application/json");
    let error: Value = client.get("/api/item?id=x").await.json_response(400);
    assert_eq!(error["errors"]["detail"], "Bad Request");
    assert!(error["debug"]["at"].as_str().unwrap().starts_with("runtime/tests/http/app.rs:"), "{error}");
    assert_eq!(error["debug"]["causes"], bennu::serde_json::json!([]));
}

#[tokio::test]
async fn the_page_keeps_the_headers_of_plugs_but_for_the_policy_that_forbids_its_style() {
    let page = client().get("/refuse").await;
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("content-security-policy"), None);
    assert_eq!(page.header("set-cookie"), None);
}
