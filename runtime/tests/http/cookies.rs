//! Cookies that clients cannot change, and what is tried with them.

use bennu::serde_json::{Value, json};

use super::app::client;

#[tokio::test]
async fn sealed_cookies_come_back_and_only_unchanged() {
    let mut client = client();
    let response = client.get("/raw/sealed-cookies").await;
    assert_eq!(response.json_response::<Value>(200), json!([null, null]));
    let set: Vec<_> =
        response.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    for attribute in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/", "Max-Age=86400"] {
        assert!(set[0].split("; ").any(|found| found == attribute), "{attribute} in {}", set[0]);
    }
    assert!(set[1].ends_with("; HttpOnly; Path=/"), "{}", set[1]);
    let seen = client.get("/raw/sealed-cookies").await.json_response::<Value>(200);
    assert_eq!(seen, json!(["readable; ü", "secret words"]));

    let (signed, encrypted) =
        (client.cookie("signed").unwrap().to_owned(), client.cookie("encrypted").unwrap().to_owned());
    for (one, two) in [
        (encrypted.clone(), signed.clone()),
        (format!("A{signed}"), format!("A{encrypted}")),
        ("readable".into(), "secret".into()),
        ("x".repeat(5_000), "x".repeat(5_000)),
    ] {
        client.put_cookie("signed", &one).put_cookie("encrypted", &two);
        let seen = client.get("/raw/sealed-cookies").await.json_response::<Value>(200);
        assert_eq!(seen, json!([null, null]), "{one}");
    }
}

#[tokio::test]
async fn no_attribute_is_smuggled_in_by_a_path() {
    let mut client = client();
    let response = client.get("/raw/cookie-path?path=/a").await;
    assert_eq!(response.header("set-cookie"), Some("a=b; Path=/a"));
    for path in ["/;%20Domain=evil.example", "/%0d%0aset-cookie:c=d", "/%00"] {
        let response = client.get(format!("/raw/cookie-path?path={path}")).await;
        assert_eq!(response.status(), 500, "{path}");
        assert_eq!(response.header("set-cookie"), None, "{path}");
    }
}

#[tokio::test]
async fn a_cookie_that_browsers_would_drop_is_an_error() {
    let response = client().get("/raw/long-cookie").await;
    assert_eq!(response.status(), 500);
    assert_eq!(response.header("set-cookie"), None);
}
