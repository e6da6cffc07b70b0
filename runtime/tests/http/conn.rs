//! What handlers do to a conn.

use bennu::bytes::Bytes;
use bennu::endpoint::Config;
use bennu::http::Request;
use bennu::serde_json::{Value, json};
use bennu::testing::Client;
use bennu::{Endpoint, Result};
use tower::ServiceExt as _;

use super::app::{App, Router, client, endpoint};

type Conn = bennu::Conn<()>;

mod own {
    use super::*;

    bennu::router! {
        pub(super) Router for ();

        get "/many-headers" => many_headers;
        get "/body" => changed_body;
        get "/segments/{*rest}" => segments;
    }
}

async fn many_headers(conn: &mut Conn) -> Result {
    let asked: Vec<_> = conn.req_headers("x-list").map(str::to_owned).collect();
    conn.put_status("non_authoritative_information")
        .append_resp_header("link", "</a>; rel=\"next\"")
        .append_resp_header("link", "</b>; rel=\"last\"")
        .put_resp_header("x-gone", "1")
        .delete_resp_header("x-gone")
        .put_req_header("x-list", "one")
        .text(asked.join("|"))
}

async fn changed_body(conn: &mut Conn) -> Result {
    conn.register_before_send(|conn| {
        let quiet = conn.resp_body().and_then(bennu::Body::as_bytes).unwrap_or_default();
        let loud = [&quiet.to_ascii_uppercase()[..], b"!"].concat();
        conn.put_resp_body(loud);
    });
    conn.text("quiet")
}

async fn segments(conn: &mut Conn, rest: Vec<String>) -> Result {
    let info: Vec<_> = conn.path_info().map(|segment| segment.into_owned()).collect();
    let seen = (info, rest, conn.query_string(), conn.action_name());
    conn.json(&json!(seen))
}

fn own_client() -> Client<own::Router> {
    Client::new(Endpoint::new((), Config::default()))
}

#[tokio::test]
async fn pages_come_in_their_layout_with_secure_headers() {
    let response = client().get("/").await;
    let page = response.html_response(200);
    assert!(page.contains("<main><p>home &lt;&amp;&gt;</p>"), "{page}");
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "max-age=0, private, must-revalidate"),
        ("content-security-policy", "base-uri 'self'; frame-ancestors 'self';"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-permitted-cross-domain-policies", "none"),
        ("content-length", &page.len().to_string()),
    ] {
        assert_eq!(response.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn status_headers_and_content_type_are_as_set() {
    let response = client().get("/raw/headers").await;
    assert_eq!(response.status(), 202);
    assert_eq!(response.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(response.header("x-one"), Some("1"));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let mut client = client();
    let (get, head) = (client.get("/raw/headers").await, client.head("/raw/headers").await);
    assert_eq!(head.status(), 202);
    assert!(head.body().is_empty());
    assert_eq!(head.header("content-length"), get.header("content-length"));
    assert_eq!(client.head("/nowhere").await.status(), 404);
}

#[tokio::test]
async fn headers_of_one_name_stand_side_by_side() {
    let mut client = own_client();
    let request = Request::get("/many-headers").header("x-list", "a").header("x-list", "b");
    let response = client.request(request.body(bennu::Body::empty()).unwrap()).await;
    assert_eq!((response.status().as_u16(), response.text()), (203, "a|b"), "a status by its name");
    let links: Vec<_> = response.headers().get_all("link").iter().collect();
    assert_eq!(links, ["</a>; rel=\"next\"", "</b>; rel=\"last\""]);
    assert_eq!(response.header("x-gone"), None);
}

#[tokio::test]
async fn a_callback_may_change_the_body() {
    let response = own_client().get("/body").await;
    assert_eq!((response.text(), response.header("content-length")), ("QUIET!", Some("6")));
}

#[tokio::test]
async fn a_conn_knows_its_path_in_pieces_and_its_action() {
    let seen: Value = own_client().get("/segments//a%20b/%2F/?x=1&y").await.json_response(200);
    assert_eq!(seen, json!([["segments", "a b", "/"], ["a b", "/"], "x=1&y", "segments"]));
}

#[tokio::test]
async fn no_content_has_no_length() {
    let response = client().get("/raw/empty").await;
    assert_eq!(response.status(), 204);
    assert_eq!(response.header("content-length"), None);
}

#[tokio::test]
async fn cookies_are_set_and_removed() {
    let mut client = client();
    client.put_cookie("old", "1");
    assert_eq!(client.get("/raw/cookies").await.text_response(200), "none");
    assert_eq!(client.cookie("old"), None);
    assert_eq!(client.get("/raw/cookies").await.text_response(200), "1");
}

#[tokio::test]
async fn callbacks_run_last_one_first_and_before_the_session_is_written() {
    let mut client = client();
    let response = client.get("/raw/before-send").await;
    assert_eq!(response.header("x-order"), Some("last registered, first registered"));
    assert_eq!(client.session().get::<String>("value").as_deref(), Some("late"));
}

#[tokio::test]
async fn redirects_stay_on_this_host() {
    let mut client = client();
    let response = client.get("/raw/redirect?to=/a%3Fb%3Dc").await;
    assert_eq!((response.status().as_u16(), response.redirected_to().as_str()), (302, "/a?b=c"));
    assert_eq!(response.text(), "<html><body>You are being <a href=\"/a?b=c\">redirected</a>.</body></html>");
    for to in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "%5C%5Cevil",
        "/%09/evil.example",
        "a",
        "/%0d%0aset-cookie:a=b",
    ] {
        let response = client.get(format!("/raw/redirect?to={to}")).await;
        assert_eq!(response.status(), 500, "{to}");
        assert_eq!(response.header("location"), None, "{to}");
    }
    let response = client.get("/raw/elsewhere").await;
    assert_eq!(response.status(), 301);
    assert_eq!(response.redirected_to(), "https://example.com/%C3%BC?a=\"b\"");
    assert!(response.text().contains("href=\"https://example.com/%C3%BC?a=&quot;b&quot;\""), "{response}");
}

#[tokio::test]
async fn requests_have_an_id() {
    let mut client = client();
    let (one, two) = (client.get("/").await, client.get("/").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    client.put_header("x-request-id", "given-by-a-proxy-before-us");
    assert_eq!(client.get("/").await.header("x-request-id"), Some("given-by-a-proxy-before-us"));
}

#[tokio::test]
async fn a_router_is_a_tower_service_that_needs_no_endpoint() {
    let service = Router::service(App::default());
    let request = |path: &str| Request::get(path).body(bennu::Body::empty()).unwrap();
    let response = service.clone().oneshot(request("/api/echo?a=1")).await.unwrap();
    assert_eq!(response.body().as_bytes(), Some(&b"{\"a\":\"1\"}"[..]));
    assert_eq!(service.oneshot(request("/nowhere")).await.unwrap().status(), 404);
}

#[tokio::test]
async fn an_endpoint_is_a_tower_service_over_any_body() {
    let body = http_body_util::Full::new(Bytes::from("{\"a\":1}"));
    let request = Request::post("/api/echo").header("content-type", "application/json").body(body);
    let response = endpoint().oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.body().as_bytes(), Some(&b"{\"a\":1}"[..]));
}
