//! Where one request ends and the next begins, and clients that take their time.

use std::sync::Arc;
use std::time::Duration;

use bennu::Result;
use bennu::endpoint::Shared;
use tokio::io::AsyncReadExt as _;

use super::app::{App, Conn, config};
use super::wire::Server;

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

fn post(headers: &str, body: &str) -> String {
    format!("POST /api/echo HTTP/1.1\r\nHost: a\r\n{FORM}\r\n{headers}\r\n\r\n{body}")
}

#[tokio::test]
async fn requests_in_one_piece_are_answered_in_order() {
    let server = Server::start(config()).await;
    let mut client = server.connect().await;
    let first = post("Content-Length: 3", "a=1");
    let second = post("Transfer-Encoding: chunked", "3;note=\"x\"\r\nb=2\r\n0\r\nTrailer: t\r\n\r\n");
    let third = post("Content-Length: 3", "c=3");
    client.send(format!("{first}{second}\r\n{third}GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n")).await;
    for body in [r#"{"a":"1"}"#, r#"{"b":"2"}"#, r#"{"c":"3"}"#, "127.0.0.1 asks a"] {
        assert_eq!(client.response().await.body, body);
    }
}

#[tokio::test]
async fn requests_may_come_byte_by_byte() {
    let server = Server::start(config()).await;
    let mut client = server.connect().await;
    for request in
        [post("Content-Length: 3", "a=1"), post("Transfer-Encoding: chunked", "3\r\na=1\r\n0\r\n\r\n")]
    {
        for byte in request.as_bytes() {
            client.send([*byte]).await;
            tokio::task::yield_now().await;
        }
        assert_eq!(client.response().await.body, r#"{"a":"1"}"#);
    }
}

/// What two servers could read in two ways is refused, and nothing behind it is taken for a request.
#[tokio::test]
async fn ambiguous_framing_is_refused() {
    let server = Server::start(config()).await;
    let cases = [
        post("Content-Length: 3\r\nContent-Length: 4", "a=1"),
        post("Content-Length: 3, 3", "a=1"),
        post("Content-Length: +3", "a=1"),
        post("Content-Length: -3", "a=1"),
        post("Content-Length: 0x3", "a=1"),
        post("Content-Length: 99999999999999999999", "a=1"),
        post("Content-Length : 3", "a=1"),
        post("Transfer-Encoding: gzip", "a=1"),
        post("Transfer-Encoding: chunked, gzip", "a=1"),
        post("Transfer-Encoding: xchunked", "a=1"),
        post("Transfer-Encoding: chunked", "g\r\na=1\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked", "-3\r\na=1\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked", "3 3\r\na=1\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked", "fffffffffffffffff\r\na=1\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked", "3\r\na=1xx0\r\n\r\n"),
        post("X: a\r\n folded", "a=1"),
        post("X\0: a", "a=1"),
        post("X: a\0b", "a=1"),
        post(" X: a", "a=1"),
        "POST /api/echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(),
        "GET /raw/peer HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
        "GET /raw/peer HTTP/3.0\r\nHost: a\r\n\r\n".to_owned(),
        "G@T /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
    ];
    for case in cases {
        let mut client = server.connect().await;
        client.send(&case).await;
        let response = client.response().await;
        assert_eq!(response.status, "400", "{case:?}");
        assert!(client.is_closed().await, "{case:?}");
    }
}

/// RFC 9112, 6.1: the chunks count, not the length that is there as well, and what follows is not read at all.
#[tokio::test]
async fn a_chunked_body_ends_with_its_last_chunk_whatever_its_length_says() {
    let server = Server::start(config()).await;
    for lengths in [
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 300",
    ] {
        let mut client = server.connect().await;
        let next = "GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send(post(lengths, &format!("3\r\na=1\r\n0\r\n\r\n{next}"))).await;
        assert_eq!(client.response().await.body, r#"{"a":"1"}"#, "{lengths}");
        assert!(client.is_closed().await, "{lengths}");
    }
}

#[tokio::test]
async fn an_unread_body_does_not_become_the_next_request() {
    let server = Server::start(config()).await;
    let mut client = server.connect().await;
    let smuggled = "GET /raw/headers HTTP/1.1\r\nHost: a\r\n\r\n";
    let length = smuggled.len();
    client
        .send(format!("GET /raw/peer HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n{smuggled}"))
        .await;
    assert_eq!(client.response().await.body, "127.0.0.1 asks a");
    client.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.response().await.status, "404");
}

#[tokio::test]
async fn idle_connections_are_closed_and_busy_ones_are_not() {
    let mut config = config();
    config.limits.idle_timeout = Duration::from_millis(20);
    let server = Server::start(config).await;
    let shared = server.endpoint.shared().clone();
    let mut busy = server.connect().await;
    busy.send("GET /raw/slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    shared.state.begun.notified().await;
    let mut idle = server.connect().await;
    idle.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(idle.response().await.status, "200");
    assert!(idle.is_closed().await);
    shared.state.go_on.notify_one();
    assert_eq!(busy.response().await.body, "at last");
}

/// A response without end, which says that it has begun when nobody takes it any more.
pub(crate) async fn endless(conn: &mut Conn) -> Result {
    struct Dropped(Arc<Shared<App>>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.state.begun.notify_one();
        }
    }
    let dropped = Dropped(Arc::clone(conn.shared()));
    conn.send_chunked(200, |mut chunks| async move {
        let _dropped = dropped;
        loop {
            chunks.send(vec![b'x'; 64 * 1024]).await?;
        }
    })
}

#[tokio::test]
async fn whoever_does_not_take_the_response_is_cut_off() {
    let mut config = config();
    config.limits.write_timeout = Duration::from_millis(20);
    let server = Server::start(config).await;
    let mut client = server.connect().await;
    client.send("GET /raw/endless HTTP/1.1\r\nHost: a\r\n\r\n").await;
    // Nothing is read before the server has given up.
    server.endpoint.shared().state.begun.notified().await;
    let mut received = Vec::new();
    let _ = client.0.read_to_end(&mut received).await;
    assert!(!received.ends_with(b"\r\n0\r\n\r\n"));
}
