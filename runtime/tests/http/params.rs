//! Query, forms, JSON and path as parameters, and what is refused.

use bennu::Body;
use bennu::http::{Method, Request};
use bennu::serde_json::{Value, json};
use bennu::testing::Response;

use super::app::{self, client};

async fn send(method: Method, uri: &str, content_type: &str, body: impl Into<Body>) -> Response {
    let mut request = Request::builder().method(method).uri(uri);
    if !content_type.is_empty() {
        request = request.header("content-type", content_type);
    }
    client().request(request.body(body.into()).unwrap()).await
}

async fn post(content_type: &str, body: impl Into<Body>) -> Response {
    send(Method::POST, "/api/echo", content_type, body).await
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

#[tokio::test]
async fn path_goes_before_body_and_body_before_query() {
    let uri = "/api/echo/7/a%20b/c?id=1&page=2&x[y]=3&x[z]=4";
    let echoed: Value = send(Method::POST, uri, FORM, "id=5&page=6&rest=7&list[]=8").await.json_response(200);
    assert_eq!(
        echoed,
        json!({"id": "7", "page": "6", "x": {"y": "3", "z": "4"}, "rest": ["a b", "c"], "list": ["8"]})
    );
}

#[tokio::test]
async fn json_keeps_its_types() {
    let sent = json!({"a": [1, 2.5, null, true], "b": {"c": "ü"}});
    for content_type in ["application/json", "application/json; charset=utf-8", "application/vnd.api+json"] {
        assert_eq!(post(content_type, sent.to_string()).await.json_response::<Value>(200), sent);
    }
    assert_eq!(post(JSON, "[1]").await.json_response::<Value>(200), json!({"_json": [1]}));
}

#[tokio::test]
async fn a_body_without_bytes_needs_no_content_type() {
    assert_eq!(post("", Body::empty()).await.json_response::<Value>(200), json!({}));
}

#[tokio::test]
async fn broken_encoding_is_a_bad_request() {
    for uri in ["/api/echo?a=%", "/api/echo?a=%f", "/api/echo?%zz=1", "/api/echo?a=%ff"] {
        assert_eq!(send(Method::GET, uri, "", Body::empty()).await.status(), 400, "{uri}");
    }
    for path in ["/%", "/a%zz", "/%ff", "/messages/%c3"] {
        assert_eq!(send(Method::GET, path, "", Body::empty()).await.status(), 400, "{path}");
    }
    for body in ["a=%", "a=%ff", "%c3=1"] {
        assert_eq!(post(FORM, body).await.status(), 400, "{body}");
    }
    assert_eq!(post(FORM, b"a=\xff".to_vec()).await.status(), 400);
}

#[tokio::test]
async fn broken_json_is_a_bad_request_that_says_where() {
    let response = post(JSON, "{\"a\": 1,\n  b}").await;
    let detail: Value = response.json_response(400);
    assert_eq!(detail["errors"]["message"], "the body is not JSON: key must be a string at line 2 column 3");
    assert_eq!(post(JSON, b"{\"a\": \"\xff\"}".to_vec()).await.status(), 400);
    assert_eq!(post(JSON, "[".repeat(5_000)).await.status(), 400);
}

#[tokio::test]
async fn other_content_types_are_refused_unless_passed() {
    for content_type in ["", "text/plain", "image/png", "multipart/mixed", "nonsense"] {
        assert_eq!(post(content_type, "a=1").await.status(), 415, "{content_type}");
    }
    let response = send(Method::POST, "/raw/body", "text/csv", "a,b").await;
    assert_eq!((response.status().as_u16(), response.text()), (200, "a,b"));
}

#[tokio::test]
async fn sizes_are_bounded() {
    assert_eq!(post(FORM, format!("a={}", "x".repeat(9_998))).await.status(), 200);
    assert_eq!(post(FORM, format!("a={}", "x".repeat(9_999))).await.status(), 413);
    let uri = |length: usize| format!("/api/echo?{}", "x".repeat(length));
    assert_eq!(send(Method::GET, &uri(1_900), "", Body::empty()).await.status(), 200);
    assert_eq!(send(Method::GET, &uri(2_000), "", Body::empty()).await.status(), 414);
}

#[tokio::test]
async fn counts_and_depths_are_bounded() {
    let mut config = app::config();
    (config.limits.params, config.limits.params_depth) = (3, 3);
    let endpoint = bennu::Endpoint::<app::Router>::new(app::App::default(), config);
    let mut client = bennu::testing::Client::new(endpoint);
    assert_eq!(client.get("/api/echo?a=1&b=2&c=3").await.status(), 200);
    assert_eq!(client.get("/api/echo?a=1&b=2&c=3&d=4").await.status(), 400);
    assert_eq!(client.get("/api/echo?a[b][c]=1").await.status(), 200);
    assert_eq!(client.get("/api/echo?a[b][c][d]=1").await.status(), 400);
    assert_eq!(client.json(Method::POST, "/api/echo", &json!([1, 2])).await.status(), 200);
    assert_eq!(client.json(Method::POST, "/api/echo", &json!([1, 2, 3])).await.status(), 400);
}

#[tokio::test]
async fn a_parameter_of_another_type_is_named() {
    assert_eq!(client().get("/api/item?id=7").await.json_response::<i64>(200), 7);
    let message = async |path: &str| {
        let error: Value = client().get(path).await.json_response(400);
        error["errors"]["message"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(message("/api/item").await, "the parameter `id` is missing");
    assert_eq!(
        message("/api/item?id=x").await,
        "the parameter `id` does not fit: expected a whole number, got `x`"
    );
}

#[tokio::test]
async fn forms_can_mean_other_methods() {
    let mut client = client();
    client.get("/").await;
    let response = client.post("/messages/7", &[("_method", "delete")]).await;
    assert_eq!(response.text_response(200), "deleted 7");
    assert_eq!(client.post("/messages/7", &[("_method", "connect")]).await.status(), 404);
    let response = client.post("/api/echo", &[("_method", "PUT"), ("a", "1")]).await;
    assert_eq!(response.json_response::<Value>(200)["a"], "1");
}
