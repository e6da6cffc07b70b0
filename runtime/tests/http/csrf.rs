//! Forged requests.

use bennu::Endpoint;
use bennu::endpoint::CheckOrigin;
use bennu::http::{Method, Request};
use bennu::serde_json::json;
use bennu::testing::Client;

use super::app::{App, Router, client};

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

/// What a browser says when a page of `site` sends a form here with the right token, and the answer's status.
async fn from_page(headers: &[(&'static str, &str)]) -> u16 {
    let mut client = client();
    client.get("/").await;
    for (name, value) in headers {
        client.put_header(name, value);
    }
    client.post("/messages", &FORM).await.status().as_u16()
}

#[tokio::test]
async fn a_form_of_another_site_is_forbidden_whatever_token_it_carries() {
    for headers in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("origin", "http://localhost.evil.example")],
        &[("origin", "https://evil.example"), ("referer", "http://localhost/")],
        &[("referer", "https://evil.example/localhost")],
        &[("referer", "https://evil.example/?http://localhost/")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://other.localhost")],
        &[("sec-fetch-site", "cross-site"), ("origin", "null")],
    ] {
        assert_eq!(from_page(headers).await, 403, "{headers:?}");
    }
}

#[tokio::test]
async fn a_form_of_this_site_passes_with_what_browsers_say_of_it() {
    for headers in [
        &[("origin", "http://localhost:4000")][..],
        &[("referer", "https://localhost/messages/new")],
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        &[("sec-fetch-site", "none")],
    ] {
        assert_eq!(from_page(headers).await, 302, "{headers:?}");
    }
}

#[tokio::test]
async fn sites_that_are_listed_may_send_forms_with_a_token() {
    let mut config = super::app::config();
    config.check_origin = CheckOrigin::List(vec!["https://shop.example".into()]);
    let mut client = Client::<Router>::new(Endpoint::new(App::default(), config));
    client.get("/").await;
    client.put_header("origin", "https://shop.example");
    assert_eq!(client.post("/messages", &FORM).await.status(), 302);
    assert_eq!(client.post("/messages", &[FORM[0], ("_csrf_token", "forged")]).await.status(), 403);
    client.put_header("origin", "http://localhost");
    assert_eq!(client.post("/messages", &FORM).await.status(), 403, "a list is the whole list");
}

#[tokio::test]
async fn scripts_are_not_for_the_pages_of_other_sites() {
    let mut client = client();
    let refused = client.get("/private.js").await;
    assert!(refused.assert_error_sent(403).contains("x-requested-with"));
    assert!(!refused.text().contains("secret()"));
    client.put_header("sec-fetch-site", "cross-site");
    assert_eq!(client.get("/private.js").await.status(), 403);
    assert_eq!(client.get("/raw/public.js").await.status(), 200, "a pipeline without the plug");
    client.put_header("sec-fetch-site", "same-origin");
    assert_eq!(client.get("/private.js").await.text(), "secret()");
    client.put_header("sec-fetch-site", "cross-site").put_header("x-requested-with", "XMLHttpRequest");
    assert_eq!(client.get("/private.js").await.text(), "secret()", "only scripts of this site can say that");
}
