//! Who may connect, and who may join.

use bennu::endpoint::CheckOrigin;
use bennu::serde_json::{Value, json};

use super::app::Server;
use super::client::{Client, Page};

const PATH: &str = "/live/websocket?vsn=2.0.0";

#[tokio::test]
async fn the_origin_has_to_be_the_host() {
    let server = Server::start().await;
    assert!(Client::open(&server, PATH, &[("origin", "http://localhost:4000")]).await.is_ok());
    assert_eq!(Client::open(&server, PATH, &[("origin", "http://evil.example")]).await.err(), Some(403));
    assert_eq!(Client::open(&server, PATH, &[("origin", "null")]).await.err(), Some(403));
    assert!(Client::open(&server, PATH, &[]).await.is_ok(), "not a browser");

    let server =
        Server::with(|config| config.check_origin = CheckOrigin::List(vec!["//*.example".into()])).await;
    assert!(Client::open(&server, PATH, &[("origin", "https://a.example")]).await.is_ok());
    assert_eq!(Client::open(&server, PATH, &[("origin", "http://localhost")]).await.err(), Some(403));
}

#[tokio::test]
async fn the_version_has_to_be_spoken_here() {
    let server = Server::start().await;
    for path in [
        "/live/websocket",
        "/live/websocket?vsn=1.0.0",
        "/live/websocket?vsn=2.1.0",
        "/live/websocket?vsn=%zz",
    ] {
        assert_eq!(Client::open(&server, path, &[]).await.err(), Some(403), "{path}");
    }
    assert_eq!(Client::open(&server, PATH, &[("sec-websocket-version", "12")]).await.err(), Some(426));
    assert_eq!(Page::load(&server, "/live/websocket?vsn=2.0.0").await.status, 400, "no handshake");
}

#[tokio::test]
async fn there_are_not_more_connections_than_allowed() {
    let server = Server::with(|config| config.socket.max_connections = 1).await;
    let first = Client::open(&server, PATH, &[]).await;
    assert!(first.is_ok());
    assert_eq!(Client::open(&server, PATH, &[]).await.err(), Some(503));
}

async fn refusal(client: &mut Client, topic: &str, join: Value) -> Value {
    client.says(json!(["1", "1", topic, "phx_join", join])).await;
    let mut reply = client.hears().await;
    assert_eq!(reply[4]["status"], "error", "{reply}");
    reply[4]["response"]["reason"].take()
}

#[tokio::test]
async fn without_a_proven_session_every_join_is_stale() {
    let server = Server::start().await;
    let page = Page::load(&server, "/counter").await;
    let other = Page::load(&server, "/counter").await;
    let with_token = format!("{PATH}&_csrf_token={}", page.attribute("content"));
    let tampered = format!("{}x", page.cookie);
    let cases = [
        (PATH, page.cookie.as_str()),
        (with_token.as_str(), ""),
        (with_token.as_str(), other.cookie.as_str()),
        (with_token.as_str(), tampered.as_str()),
    ];
    for (path, cookie) in cases {
        let mut client = Client::open(&server, path, &[("cookie", cookie)]).await.unwrap();
        assert_eq!(
            refusal(&mut client, &page.topic(), page.join("/counter")).await,
            "stale",
            "{path} {cookie}"
        );
    }
}

#[tokio::test]
async fn joins_with_forged_or_foreign_tokens_are_stale() {
    let server = Server::start().await;
    let page = Page::load(&server, "/counter").await;
    let other = Page::load_with(&server, "/counter", &page.cookie).await;
    let mut client = Client::connect(&server, &page).await;
    let changed = |key: &str, value: Value| {
        let mut join = page.join("/counter");
        join[key] = value;
        join
    };
    let mut flipped = page.attribute("data-phx-session").to_owned();
    flipped.replace_range(12..13, if &flipped[12..13] == "A" { "B" } else { "A" });
    let stale = [
        changed("session", flipped.into()),
        changed("session", "".into()),
        changed("session", Value::Null),
        changed("session", page.attribute("data-phx-static").into()),
        changed("session", other.attribute("data-phx-session").into()),
        changed("static", other.attribute("data-phx-static").into()),
        changed("static", "x".into()),
        changed("url", Value::Null),
        json!({}),
        json!([]),
        Value::Null,
    ];
    for join in stale {
        assert_eq!(refusal(&mut client, &page.topic(), join.clone()).await, "stale", "{join}");
    }
    assert_eq!(refusal(&mut client, "lv:other", page.join("/counter")).await, "stale");
    assert_eq!(refusal(&mut client, "room:lobby", page.join("/counter")).await, "unmatched topic");
    for url in ["http://localhost/gone", "http://localhost/nowhere", "http://localhost/login/x", "", "/%zz"] {
        assert_eq!(
            refusal(&mut client, &page.topic(), changed("url", url.into())).await,
            "unauthorized",
            "{url}"
        );
    }
    client.join(&page, "/counter").await;
}
