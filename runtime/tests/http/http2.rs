//! HTTP/2 with prior knowledge: requests beside each other, limits, and clients that mean harm.

use std::time::Duration;

use bennu::bytes::Bytes;
use bennu::endpoint::Config;
use bennu::http::{Request, Response};
use h2::client::SendRequest;
use tokio::net::TcpStream;

use super::app::config;
use super::http2_frames::{
    CONTINUATION, END_HEADERS, END_STREAM, ENHANCE_YOUR_CALM, Frames, HEADERS, PING, RST_STREAM, SETTINGS,
};
use super::wire::Server;

type Sender = SendRequest<Bytes>;

async fn connect(server: &Server) -> Sender {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (sender, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    sender
}

fn get(path: &str) -> Request<()> {
    Request::get(format!("http://a{path}")).body(()).unwrap()
}

async fn text(response: Response<h2::RecvStream>) -> String {
    let mut body = response.into_body();
    let mut text = Vec::new();
    while let Some(data) = body.data().await {
        let data = data.unwrap();
        body.flow_control().release_capacity(data.len()).unwrap();
        text.extend_from_slice(&data);
    }
    String::from_utf8(text).unwrap()
}

async fn ask(sender: &mut Sender, path: &str) -> (u16, String) {
    let response =
        sender.clone().ready().await.unwrap().send_request(get(path), true).unwrap().0.await.unwrap();
    (response.status().as_u16(), text(response).await)
}

#[tokio::test]
async fn one_connection_carries_requests_beside_each_other() {
    let server = Server::start(config()).await;
    let shared = server.endpoint.shared().clone();
    let mut sender = connect(&server).await;
    let (slow, _) = sender.send_request(get("/raw/slow"), true).unwrap();
    shared.state.begun.notified().await;
    assert_eq!(ask(&mut sender, "/raw/peer").await, (200, "127.0.0.1 asks a".into()));
    assert_eq!(ask(&mut sender, "/nowhere").await.0, 404);
    shared.state.go_on.notify_one();
    assert_eq!(text(slow.await.unwrap()).await, "at last");
}

#[tokio::test]
async fn bodies_come_and_go() {
    let server = Server::start(config()).await;
    let mut sender = connect(&server).await;
    let form = "application/x-www-form-urlencoded";
    let request = Request::post("http://a/api/echo").header("content-type", form).body(()).unwrap();
    let (response, mut body) = sender.send_request(request, false).unwrap();
    body.send_data("a=1&".into(), false).unwrap();
    body.send_data("b=2".into(), true).unwrap();
    assert_eq!(text(response.await.unwrap()).await, r#"{"a":"1","b":"2"}"#);
    let head = Request::head("http://a/raw/peer").body(()).unwrap();
    let response = sender.send_request(head, true).unwrap().0.await.unwrap();
    assert_eq!(response.headers()["content-length"], "16");
    assert_eq!(text(response).await, "");
}

#[tokio::test]
async fn limits_count_here_too() {
    let mut config = config();
    config.limits.streams = 2;
    let server = Server::start(config).await;
    let mut sender = connect(&server).await;
    let json = "application/json";
    let request = Request::post("http://a/api/echo").header("content-type", json).body(()).unwrap();
    let (response, mut body) = sender.send_request(request, false).unwrap();
    body.send_data(vec![b' '; 10_001].into(), false).unwrap();
    assert_eq!(response.await.unwrap().status(), 413);
    let long = Request::get("http://a/raw/peer").header("x", "x".repeat(9_000)).body(()).unwrap();
    assert_eq!(sender.send_request(long, true).unwrap().0.await.unwrap().status(), 431);
    assert_eq!(ask(&mut sender, &format!("/{}", "x".repeat(3_000))).await.0, 414);
    assert_eq!(sender.current_max_send_streams(), 2);
}

#[tokio::test]
async fn a_shutdown_finishes_what_is_in_flight() {
    let mut server = Server::start(config()).await;
    let shared = server.endpoint.shared().clone();
    let mut sender = connect(&server).await;
    let (slow, _) = sender.send_request(get("/raw/slow"), true).unwrap();
    shared.state.begun.notified().await;
    server.stop.take().unwrap().send(()).unwrap();
    shared.shutdown.clone().wait_for(|stopping| *stopping).await.unwrap();
    shared.state.go_on.notify_one();
    assert_eq!(text(slow.await.unwrap()).await, "at last");
    server.task.await.unwrap();
}

/// `GET http://a/raw/slow` in HPACK: two fields of the static table, two literals.
const SLOW: &[u8] = b"\x82\x86\x44\x09/raw/slow\x41\x01a";

#[tokio::test]
async fn requests_that_are_reset_at_once_end_the_connection() {
    let server = Server::start(config()).await;
    let mut hostile = Frames::connect(&server).await;
    for number in 0..5_000 {
        let stream = 2 * number + 1;
        let is_open = hostile.send(HEADERS, END_STREAM | END_HEADERS, stream, SLOW).await
            && hostile.send(RST_STREAM, 0, stream, &8_u32.to_be_bytes()).await;
        if !is_open {
            break;
        }
    }
    assert!(matches!(hostile.goodbye().await, Some(ENHANCE_YOUR_CALM) | None));
    assert_eq!(ask(&mut connect(&server).await, "/raw/peer").await.0, 200);
}

#[tokio::test]
async fn headers_without_end_end_the_connection() {
    let server = Server::start(config()).await;
    let mut hostile = Frames::connect(&server).await;
    hostile.send(HEADERS, END_STREAM, 1, SLOW).await;
    // A literal that is not indexed, again and again.
    let field = b"\x00\x01x\x7f\x00".repeat(100);
    while hostile.send(CONTINUATION, 0, 1, &field).await {}
    assert!(matches!(hostile.goodbye().await, Some(_) | None));
    assert_eq!(ask(&mut connect(&server).await, "/raw/peer").await.0, 200);
}

/// Nobody reads the answers, so the server stops reading the questions, and gives up in time.
#[tokio::test]
async fn a_flood_of_settings_and_pings_gets_stuck() {
    for (kind, payload) in [(SETTINGS, &[][..]), (PING, &[0; 8][..])] {
        let mut config = config();
        config.limits.write_timeout = Duration::from_millis(50);
        let server = Server::start(config).await;
        let mut hostile = Frames::connect(&server).await;
        while hostile.send(kind, 0, 0, payload).await {}
        assert_eq!(ask(&mut connect(&server).await, "/raw/peer").await.0, 200);
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_politely() {
    let mut config: Config = config();
    config.limits.idle_timeout = Duration::from_millis(20);
    let server = Server::start(config).await;
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (mut sender, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    assert_eq!(ask(&mut sender, "/raw/peer").await.0, 200);
    connection.await.unwrap().unwrap();
}
