//! Clients that send nonsense, too much, or do not listen: each is dealt with, and the server goes on.

use std::time::Duration;

use bennu::serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::app::Server;
use super::client::{Client, Page, joined};

async fn connected(server: &Server) -> (Page, Client) {
    let page = Page::load(server, "/counter").await;
    let client = Client::connect(server, &page).await;
    (page, client)
}

#[tokio::test]
async fn garbage_closes_its_connection_alone() {
    let server = Server::start().await;
    let (page, mut good, _) = joined(&server, "/counter").await;
    let nested = format!("[null,null,\"a\",\"b\",{}1{}]", "[".repeat(5000), "]".repeat(5000));
    let frames = [
        Message::text("garbage"),
        Message::text(""),
        Message::text("[]"),
        Message::text(r#"{"topic":"lv:a"}"#),
        Message::text("[1,2,3,4,5]"),
        Message::text(nested),
        Message::binary(vec![]),
        Message::binary(vec![0, 255, 255, 255, 255, 1]),
        Message::binary(vec![9; 64]),
        Message::binary(b"\x00\x01\x01\x01\x011\xff\xfe\xfd".to_vec()),
    ];
    for frame in frames {
        let (_, mut client) = connected(&server).await;
        client.sends(frame.clone()).await;
        assert_eq!(client.hears_close().await, 1007, "{frame:?}");
    }
    assert_eq!(good.clicks(&page, "increment", json!({})).await, json!({"diff": {"0": "1"}}));
}

#[tokio::test]
async fn text_that_is_not_utf8_closes() {
    let server = Server::start().await;
    let (_, mut client) = connected(&server).await;
    client.sends(Message::Frame(Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true))).await;
    assert_eq!(client.hears_close().await, 1007);
}

#[tokio::test]
async fn messages_that_are_too_long_close_whole_and_in_parts() {
    let server = Server::with(|config| config.socket.max_message = 1000).await;
    let (_, mut client) = connected(&server).await;
    client.sends(Message::text("x".repeat(1001))).await;
    assert_eq!(client.hears_close().await, 1009);

    let (_, mut client) = connected(&server).await;
    let part = |code, last| Message::Frame(Frame::message(vec![b'x'; 600], OpCode::Data(code), last));
    client.sends(part(Data::Text, false)).await;
    client.sends(part(Data::Continue, false)).await;
    assert_eq!(client.hears_close().await, 1009);
}

#[tokio::test]
async fn a_close_is_heard_even_while_a_client_goes_on_sending() {
    let server = Server::start().await;
    let (_, mut client) = connected(&server).await;
    client.sends(Message::binary(vec![0; 5 * 1024 * 1024])).await;
    assert_eq!(client.hears_close().await, 1009);
}

#[tokio::test]
async fn frames_against_the_protocol_close() {
    let server = Server::start().await;
    let (_, mut client) = connected(&server).await;
    client.sends(Message::Frame(Frame::message(vec![b'x'], OpCode::Data(Data::Continue), true))).await;
    assert_eq!(client.hears_close().await, 1002);

    let (_, client) = connected(&server).await;
    let mut raw = client.into_inner();
    raw.write_all(b"\x81\x02hi").await.unwrap();
    let mut answer = Vec::new();
    raw.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer[..4], [0x88, 2 + 14, 0x03, 0xea], "an unmasked frame is closed with 1002");
}

#[tokio::test]
async fn binary_messages_are_answered_like_others() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.sends(Message::binary(b"\x00\x01\x01\x05\x0517lvu:0chunkDATA".to_vec())).await;
    let unmatched = json!(["1", "7", "lvu:0", "phx_reply", {"status": "error", "response": {"reason": "unmatched topic"}}]);
    assert_eq!(client.hears().await, unmatched);
    let topic = page.topic();
    let mut frame = vec![0, 1, 1, topic.len() as u8, 5];
    frame.extend(format!("17{topic}event\u{1}").bytes());
    client.sends(Message::binary(frame)).await;
    assert_eq!(client.hears().await[3], "phx_error", "a view takes no binary events");
    client.join(&page, "/counter").await;
}

#[tokio::test]
async fn a_silent_client_is_closed() {
    let server = Server::with(|config| config.socket.idle_timeout = Duration::from_millis(50)).await;
    let (_, mut client) = connected(&server).await;
    assert_eq!(client.hears_close().await, 1002);
}

#[tokio::test]
async fn a_client_that_does_not_listen_is_closed() {
    let server = Server::with(|config| config.socket.max_backlog_bytes = 64 * 1024).await;
    let (page, client, _) = joined(&server, "/counter").await;
    let mut raw = client.into_inner();
    let text = "x".repeat(60_000);
    let event = json!({"type": "hook", "event": "echo", "value": {"text": text}});
    let message = json!(["1", "9", page.topic(), "event", event]).to_string();
    let mut frame = vec![0x81, 0x80 | 126];
    frame.extend((message.len() as u16).to_be_bytes());
    frame.extend([0; 4]);
    frame.extend(message.bytes());
    // The kernel takes some megabytes for a client that reads nothing; the server keeps 64 KiB.
    let mut sent = 0;
    while raw.write_all(&frame).await.is_ok() {
        sent += frame.len();
        assert!(sent < 1 << 30, "the server takes everything from a client that never reads");
    }
    let (page, mut other, _) = joined(&server, "/counter").await;
    assert_eq!(other.clicks(&page, "increment", json!({})).await, json!({"diff": {"0": "1"}}));
}

#[tokio::test]
async fn a_view_that_hangs_holds_up_nobody_else() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.event(&page, json!({"type": "click", "event": "hang", "value": {}})).await;
    client.says(json!([null, "2", "phoenix", "heartbeat", {}])).await;
    assert_eq!(client.hears().await[1], "2");
    client.says(json!(["3", "3", page.topic(), "phx_join", page.join("/counter")])).await;
    assert_eq!(client.hears().await[3], "phx_close");
    assert_eq!(client.hears().await[4]["status"], "ok");
}
