//! Sessions and flash over several requests.

use std::time::Duration;

use bennu::Endpoint;
use bennu::endpoint::Config;
use bennu::testing::Client;

use super::app::{App, Router, client, config};

const NAME: &str = "_bennu_key";

fn client_with(config: Config) -> Client<Router> {
    Client::new(Endpoint::new(App::default(), config))
}

#[tokio::test]
async fn values_are_kept_until_they_are_cleared() {
    let mut client = client();
    assert_eq!(client.get("/session").await.text_response(200), "none");
    client.get("/session/first").await;
    assert_eq!(client.get("/session").await.text_response(200), "first");
    assert_eq!(client.session().get::<String>("value").as_deref(), Some("first"));
    client.get("/sign-out").await;
    assert_eq!(client.cookie(NAME), None);
    assert_eq!(client.get("/session").await.text_response(200), "none");
}

#[tokio::test]
async fn the_cookie_has_the_attributes_of_the_options() {
    let response = client().get("/session/a").await;
    let cookie = response.header("set-cookie").unwrap();
    assert!(cookie.starts_with("_bennu_key="), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");

    let mut config = config();
    config.session.name = "id".into();
    config.session.secure = true;
    config.session.path = "/session".into();
    config.session.domain = Some("example.com".into());
    config.session.max_age = Some(Duration::from_secs(60));
    let response = client_with(config).get("/session/a").await;
    let cookie = response.header("set-cookie").unwrap();
    assert!(cookie.starts_with("id="), "{cookie}");
    for attribute in ["Secure", "HttpOnly", "Path=/session", "Domain=example.com", "Max-Age=60"] {
        assert!(cookie.split("; ").any(|found| found == attribute), "{attribute} in {cookie}");
    }
}

#[tokio::test]
async fn it_is_written_only_when_it_changes() {
    let mut client = client();
    client.get("/session/a").await;
    assert_eq!(client.get("/session").await.header("set-cookie"), None);
    assert_eq!(client.get("/api/echo").await.header("set-cookie"), None);
}

#[tokio::test]
async fn a_cookie_that_was_tampered_with_counts_as_absent() {
    let mut client = client();
    client.get("/session/a").await;
    let good = client.cookie(NAME).unwrap().to_owned();
    let (payload, mac) = good.split_once('.').unwrap();
    let bad = [
        format!("A{good}"),
        format!("{good}A"),
        format!("{payload}."),
        format!(".{mac}"),
        payload.to_owned(),
        "garbage".to_owned(),
        "x".repeat(5_000),
    ];
    for cookie in bad {
        client.put_cookie(NAME, &cookie);
        assert_eq!(client.get("/session").await.text_response(200), "none", "{cookie}");
    }
    client.put_cookie(NAME, &good);
    assert_eq!(client.get("/session").await.text_response(200), "a");
}

#[tokio::test]
async fn a_cookie_of_another_secret_counts_as_absent() {
    let mut one = client();
    one.get("/session/a").await;
    let mut other = client();
    other.put_cookie(NAME, one.cookie(NAME).unwrap());
    assert_eq!(other.get("/session").await.text_response(200), "none");
}

#[tokio::test]
async fn an_encrypted_session_says_nothing_to_the_client() {
    let mut config = config();
    config.session.encrypt = true;
    let mut client = client_with(config.clone());
    client.get("/session/telltale").await;
    assert_eq!(client.get("/session").await.text_response(200), "telltale");
    let cookie = client.cookie(NAME).unwrap().to_owned();
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let bytes = base64::Engine::decode(&engine, &cookie).expect("it is one piece of base64");
    assert!(!bytes.windows(8).any(|window| window == b"telltale"));
    let other = if cookie.starts_with('A') { 'B' } else { 'A' };
    for changed in [format!("{other}{}", &cookie[1..]), cookie[1..].to_owned(), format!("{cookie}AA")] {
        client.put_cookie(NAME, &changed);
        assert_eq!(client.get("/session").await.text_response(200), "none", "{changed}");
    }
    config.session.encrypt = false;
    let mut signing = client_with(config);
    signing.put_cookie(NAME, &cookie);
    assert_eq!(signing.get("/session").await.text_response(200), "none");
}

#[tokio::test]
async fn renewing_keeps_the_values_and_ends_the_forms_of_before() {
    let mut client = client();
    client.get("/session/kept").await;
    client.get("/").await;
    let (cookie, token) = (client.cookie(NAME).unwrap().to_owned(), client.csrf_token().unwrap().to_owned());
    client.get("/raw/renew").await;
    assert_ne!(client.cookie(NAME), Some(cookie.as_str()));
    assert_eq!(client.get("/session").await.text_response(200), "kept");
    let form = [("message[body]", "hi"), ("_csrf_token", token.as_str())];
    assert_eq!(client.post("/messages", &form).await.status(), 403);
}

#[tokio::test]
async fn a_dropped_session_ends_and_an_ignored_change_is_not_kept() {
    let mut client = client();
    client.get("/session/kept").await;
    client.get("/raw/ignore").await;
    assert_eq!(client.get("/session").await.text_response(200), "kept");
    client.get("/raw/drop").await;
    assert_eq!(client.cookie(NAME), None);
    assert_eq!(client.get("/session").await.text_response(200), "none");
}

#[tokio::test]
async fn what_does_not_fit_into_a_cookie_is_an_error() {
    let mut client = client();
    client.get("/session/kept").await;
    assert_eq!(client.get("/big-session").await.status(), 500);
    assert_eq!(client.get("/session").await.text_response(200), "kept");
}

#[tokio::test]
async fn a_request_that_panics_does_not_change_the_session() {
    let mut client = client();
    client.get("/session/kept").await;
    assert_eq!(client.get("/panic").await.status(), 500);
    assert_eq!(client.get("/session").await.text_response(200), "kept");
}

#[tokio::test]
async fn flash_survives_exactly_one_redirect() {
    let mut client = client();
    client.get("/").await;
    let response = client.post("/messages", &[("message[body]", "hi")]).await;
    assert_eq!(response.redirected_to(), "/");
    assert!(client.get("/").await.html_response(200).contains("<p class=\"info\">Stored hi.</p>"));
    assert!(!client.get("/").await.html_response(200).contains("Stored"));
}

#[tokio::test]
async fn flash_goes_on_over_a_second_redirect() {
    let mut client = client();
    client.get("/").await;
    client.post("/messages", &[("message[body]", "hi")]).await;
    assert_eq!(client.get("/forward").await.redirected_to(), "/");
    assert!(client.get("/").await.html_response(200).contains("Stored hi."));
    assert!(!client.get("/").await.html_response(200).contains("Stored"));
}

#[tokio::test]
async fn flash_waits_through_requests_that_do_not_fetch_it() {
    let mut client = client();
    client.get("/").await;
    client.post("/messages", &[("message[body]", "hi")]).await;
    client.get("/api/echo").await;
    assert!(client.get("/").await.html_response(200).contains("Stored hi."));
}

#[tokio::test]
async fn flash_of_a_page_that_is_no_redirect_is_shown_at_once_and_only_there() {
    let mut client = client();
    client.get("/").await;
    let response = client.post("/messages", &[("message[body]", "")]).await;
    assert!(response.html_response(422).contains("<p class=\"error\">Say something.</p>"));
    assert!(!client.get("/").await.html_response(200).contains("Say something."));
}

#[tokio::test]
async fn flash_of_a_live_view_comes_by_its_cookie() {
    let mut client = client();
    let mut flash = bennu::conn::Flash::default();
    flash.put("info", "From the view.");
    let token = flash.sign(client.endpoint().shared().secret());
    client.put_cookie("__phoenix_flash__", &token);
    assert!(client.get("/").await.html_response(200).contains("From the view."));
    assert_eq!(client.cookie("__phoenix_flash__"), None);
    client.put_cookie("__phoenix_flash__", "forged");
    assert!(!client.get("/").await.html_response(200).contains("From the view."));
}
