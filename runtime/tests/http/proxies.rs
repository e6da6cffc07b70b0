//! Who is believed about the client, who is sent to HTTPS, and who is turned away.

use std::time::Duration;

use bennu::endpoint::{ForceSsl, Hsts, Proxies};

use super::app::config;
use super::wire::{Response, Server};

async fn get(server: &Server, path: &str, headers: &str) -> Response {
    let mut client = server.connect().await;
    client.send(format!("GET {path} HTTP/1.1\r\n{headers}\r\n")).await;
    client.response().await
}

const FORWARDED: &str = "Host: a\r\nX-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n";

#[tokio::test]
async fn proxies_are_believed_if_they_are_trusted() {
    let server = Server::start(config()).await;
    let response = get(&server, "/raw/peer", FORWARDED).await;
    assert_eq!(response.body, "127.0.0.1 asks a");
    assert!(response.head.contains("x-scheme: http\r\n"), "{response:?}");

    let mut config = config();
    config.proxies = Proxies::parse("127.0.0.1").unwrap();
    let server = Server::start(config).await;
    let response = get(&server, "/raw/peer", FORWARDED).await;
    assert_eq!(response.body, "203.0.113.7 asks a");
    assert!(response.head.contains("x-scheme: https\r\n"), "{response:?}");
}

#[tokio::test]
async fn everybody_is_sent_to_https() {
    let mut config = config();
    config.url.host = "example.com".into();
    config.proxies = Proxies::parse("127.0.0.1").unwrap();
    let mut force_ssl = ForceSsl::default();
    force_ssl.exclude_paths.push("/raw/headers".into());
    let mut hsts = Hsts::default();
    (hsts.max_age, hsts.include_subdomains) = (Duration::from_secs(60), true);
    force_ssl.hsts = Some(hsts);
    config.force_ssl = Some(force_ssl);
    let server = Server::start(config).await;

    let response = get(&server, "/raw/peer?a=b", "Host: evil.example\r\n").await;
    assert_eq!(response.status, "301");
    assert!(response.head.contains("location: https://example.com/raw/peer?a=b\r\n"), "{response:?}");
    assert!(!response.head.contains("strict-transport-security"), "{response:?}");

    let response = get(&server, "/raw/peer", FORWARDED).await;
    assert_eq!(response.status, "200");
    assert!(
        response.head.contains("strict-transport-security: max-age=60; includeSubDomains\r\n"),
        "{response:?}"
    );

    assert_eq!(get(&server, "/raw/headers", "Host: a\r\n").await.status, "202");
    let local = get(&server, "/raw/peer", "Host: localhost:4000\r\n").await;
    assert_eq!(local.status, "200");
    assert!(!local.head.contains("strict-transport-security"), "{local:?}");
}

#[tokio::test]
async fn more_requests_than_can_be_worked_on_are_turned_away() {
    let mut config = config();
    config.limits.requests = 1;
    let server = Server::start(config).await;
    let shared = server.endpoint.shared().clone();
    let mut busy = server.connect().await;
    busy.send("GET /raw/slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    shared.state.begun.notified().await;
    let mut second = server.connect().await;
    for _ in 0..3 {
        second.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let response = second.response().await;
        assert_eq!(response.status, "503");
        assert!(response.head.contains("retry-after: 1\r\n"), "{response:?}");
    }
    shared.state.go_on.notify_one();
    assert_eq!(busy.response().await.status, "200");
    second.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(second.response().await.status, "200");
}
