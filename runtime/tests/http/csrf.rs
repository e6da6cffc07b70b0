//! Forged requests.

use bennu::http::{Method, Request};
use bennu::serde_json::json;

use super::app::client;

const FORM: [(&str, &str); 1] = [("message[body]", "hi")];

#[tokio::test]
async fn a_form_with_the_token_of_its_page_passes() {
    let mut client = client();
    client.get("/").await;
    assert_eq!(client.post("/messages", &FORM).await.status(), 302);
}

#[tokio::test]
async fn the_built_in_form_carries_the_token_of_its_page() {
    let mut client = client();
    let page = client.get("/").await;
    let token = client.csrf_token().unwrap();
    let field = format!(r#"<input type="hidden" name="_csrf_token" value="{token}""#);
    assert!(page.html_response(200).contains(&field), "{page}");
}

#[tokio::test]
async fn a_form_without_token_is_forbidden() {
    let mut client = client();
    assert_eq!(client.post("/messages", &FORM).await.status(), 403);
    let page = client.post("/messages", &FORM).await;
    assert!(page.html_response(403).contains("the CSRF token is missing"));
    assert_eq!(client.delete("/messages/7").await.status(), 403);
}

#[tokio::test]
async fn a_token_of_another_session_is_forbidden() {
    let mut other = client();
    other.get("/").await;
    let stolen = other.csrf_token().unwrap().to_owned();
    let mut client = client();
    client.get("/").await;
    for token in [stolen.as_str(), "", "forged", "none"] {
        let response = client.post("/messages", &[FORM[0], ("_csrf_token", token)]).await;
        assert_eq!(response.status(), 403, "{token}");
    }
}

#[tokio::test]
async fn the_token_counts_for_the_session_alone_and_not_without_its_cookie() {
    let mut client = client();
    client.get("/").await;
    client.delete_cookie("_bennu_key");
    assert_eq!(client.post("/messages", &FORM).await.status(), 403);
}

#[tokio::test]
async fn every_page_masks_the_token_anew_and_all_of_them_count() {
    let mut client = client();
    client.get("/").await;
    let first = client.csrf_token().unwrap().to_owned();
    client.get("/").await;
    assert_ne!(client.csrf_token(), Some(first.as_str()));
    let response = client.post("/messages", &[FORM[0], ("_csrf_token", &first)]).await;
    assert_eq!(response.status(), 302);
}

#[tokio::test]
async fn scripts_send_it_as_a_header() {
    let mut client = client();
    client.get("/").await;
    let json = json!({"message": {"body": "hi"}});
    assert_eq!(client.json(Method::POST, "/messages", &json).await.status(), 302);
    client.put_header("x-csrf-token", "forged");
    let request =
        Request::post("/messages").header("content-type", "application/json").body(json.to_string().into());
    assert_eq!(client.request(request.unwrap()).await.status(), 403);
}

#[tokio::test]
async fn pages_that_change_nothing_need_no_token() {
    let mut client = client();
    assert_eq!(client.get("/").await.status(), 200);
    assert_eq!(client.head("/").await.status(), 200);
}

#[tokio::test]
async fn a_pipeline_without_the_plug_needs_none() {
    assert_eq!(client().json(Method::POST, "/api/echo", &json!({})).await.status(), 200);
}
