//! A connection with channels of a made-up kind: messages go in, what was sent back comes out.

use super::super::channel::{Mailbox, Run};
use super::super::message::Payload;
use super::super::outlet::{Backlog, outlet};
use super::super::serializer::decode_text;
use super::*;
use tokio::sync::Semaphore;

/// `echo:*` answers every message with its payload, and ends or panics when asked to.
struct Rooms;

impl Topics for Rooms {
    fn join(&self, topic: &str, payload: Payload, seat: Seat, mailbox: Mailbox) -> Joining {
        if !topic.starts_with("echo:") {
            return Joining::Unmatched;
        }
        match payload.into_json().as_str() {
            Some("no") => Joining::Refused(r#"{"reason":"no"}"#.into()),
            Some("later no") => Joining::Accepted(Box::pin(async { Ending::Refused("{}".into()) })),
            Some("panic") => Joining::Accepted(Box::pin(async { panic!("as asked") })),
            _ => Joining::Accepted(echo(seat, mailbox)),
        }
    }
}

fn echo(seat: Seat, mut mailbox: Mailbox) -> Run {
    Box::pin(async move {
        seat.accept("{}");
        while let Some(letter) = mailbox.recv().await {
            let message = match letter {
                Letter::Message(message, _) => message,
                Letter::Leave(reference) => return Ending::Left(reference),
            };
            match message.event.as_str() {
                "stop" => return Ending::Closed,
                "panic" => panic!("as asked"),
                "hang" => std::future::pending().await,
                _ => (),
            }
            let payload = message.payload.into_json().to_string();
            seat.reply(message.reference.as_deref(), Status::Ok, &payload);
        }
        Ending::Abandoned
    })
}

fn weight() -> Weight {
    Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap()
}

struct Client {
    channels: Channels,
    backlog: Backlog,
}

impl Client {
    fn new(limits: Limits) -> Self {
        let (outlet, backlog) = outlet(&limits);
        Self { channels: Channels::new(Arc::new(Rooms), outlet, limits), backlog }
    }

    async fn says(&mut self, frame: &str) {
        if let Err(waiting) = self.channels.receive(decode_text(frame).unwrap(), weight()) {
            assert!(waiting.deliver(self.channels.limits.idle_timeout).await);
        }
    }

    async fn hears(&mut self) -> String {
        loop {
            tokio::select! {
                biased;
                frame = self.backlog.next() => return frame.unwrap(),
                () = self.channels.reap() => (),
            }
        }
    }

    /// Nothing is on its way: the answer to a heartbeat comes next.
    async fn hears_nothing(&mut self) {
        self.says(r#"[null,"quiet","phoenix","heartbeat",{}]"#).await;
        let reply = r#"[null,"quiet","phoenix","phx_reply",{"status":"ok","response":{}}]"#;
        assert_eq!(self.hears().await, reply);
    }

    async fn joined(topic: &str) -> Self {
        let mut client = Self::new(Limits::default());
        client.says(&format!(r#"["1","1","{topic}","phx_join",{{}}]"#)).await;
        assert_eq!(
            client.hears().await,
            format!(r#"["1","1","{topic}","phx_reply",{{"status":"ok","response":{{}}}}]"#)
        );
        client
    }
}

#[tokio::test]
async fn a_heartbeat_is_answered() {
    let mut client = Client::new(Limits::default());
    client.says(r#"[null,"1","phoenix","heartbeat",{}]"#).await;
    assert_eq!(client.hears().await, r#"[null,"1","phoenix","phx_reply",{"status":"ok","response":{}}]"#);
}

#[tokio::test]
async fn messages_are_answered_in_order() {
    let mut client = Client::joined("echo:a").await;
    for number in 2..20 {
        client.says(&format!(r#"["1","{number}","echo:a","say",{number}]"#)).await;
    }
    for number in 2..20 {
        let reply = format!(r#"["1","{number}","echo:a","phx_reply",{{"status":"ok","response":{number}}}]"#);
        assert_eq!(client.hears().await, reply);
    }
}

#[tokio::test]
async fn who_has_not_joined_is_told() {
    let mut client = Client::new(Limits::default());
    let unmatched = |joined: &str, topic| {
        format!(
            r#"[{joined},"2","{topic}","phx_reply",{{"status":"error","response":{{"reason":"unmatched topic"}}}}]"#
        )
    };
    client.says(r#"["1","2","echo:a","say",{}]"#).await;
    assert_eq!(client.hears().await, unmatched(r#""1""#, "echo:a"));
    client.says(r#"["2","2","other","phx_join",{}]"#).await;
    assert_eq!(client.hears().await, unmatched(r#""2""#, "other"));
    client.says(r#"[null,"2","phoenix","other",{}]"#).await;
    assert_eq!(client.hears().await, unmatched("null", "phoenix"));
    client.says(r#"["1","3","echo:a","phx_leave",{}]"#).await;
    assert_eq!(client.hears().await, r#"["1","3","echo:a","phx_reply",{"status":"ok","response":{}}]"#);
}

#[tokio::test]
async fn a_join_may_be_refused_at_once_or_later() {
    let mut client = Client::new(Limits::default());
    client.says(r#"["1","1","echo:a","phx_join","no"]"#).await;
    assert_eq!(
        client.hears().await,
        r#"["1","1","echo:a","phx_reply",{"status":"error","response":{"reason":"no"}}]"#
    );
    client.says(r#"["2","2","echo:a","phx_join","later no"]"#).await;
    assert_eq!(client.hears().await, r#"["2","2","echo:a","phx_reply",{"status":"error","response":{}}]"#);
    client.says(r#"["3","3","echo:a","phx_join","panic"]"#).await;
    let crashed = r#"["3","3","echo:a","phx_reply",{"status":"error","response":{"reason":"join crashed"}}]"#;
    assert_eq!(client.hears().await, crashed);
}

#[tokio::test]
async fn leaving_is_answered_and_closes() {
    let mut client = Client::joined("echo:a").await;
    client.says(r#"["1","2","echo:a","phx_leave",{}]"#).await;
    assert_eq!(client.hears().await, r#"["1","2","echo:a","phx_reply",{"status":"ok","response":{}}]"#);
    assert_eq!(client.hears().await, r#"["1","1","echo:a","phx_close",{}]"#);
    client.channels.reap().await;
    assert!(client.channels.joined.is_empty());
}

#[tokio::test]
async fn a_channel_may_close_itself() {
    let mut client = Client::joined("echo:a").await;
    client.says(r#"["1","2","echo:a","stop",{}]"#).await;
    assert_eq!(client.hears().await, r#"["1","1","echo:a","phx_close",{}]"#);
}

#[tokio::test]
async fn a_panic_ends_its_channel_alone_and_it_can_be_joined_again() {
    let mut client = Client::joined("echo:a").await;
    client.says(r#"["2","2","echo:b","phx_join",{}]"#).await;
    client.hears().await;
    client.says(r#"["1","3","echo:a","panic",{}]"#).await;
    assert_eq!(client.hears().await, r#"["1","1","echo:a","phx_error",{"reason":"channel_crash"}]"#);
    client.says(r#"["2","4","echo:b","say",1]"#).await;
    assert_eq!(client.hears().await, r#"["2","4","echo:b","phx_reply",{"status":"ok","response":1}]"#);
    client.says(r#"["5","5","echo:a","phx_join",{}]"#).await;
    assert_eq!(client.hears().await, r#"["5","5","echo:a","phx_reply",{"status":"ok","response":{}}]"#);
}

#[tokio::test]
async fn a_second_join_closes_the_first() {
    let mut client = Client::joined("echo:a").await;
    client.says(r#"["1","2","echo:a","hang",{}]"#).await;
    client.says(r#"["3","3","echo:a","phx_join",{}]"#).await;
    assert_eq!(client.hears().await, r#"["1","1","echo:a","phx_close",{}]"#);
    assert_eq!(client.hears().await, r#"["3","3","echo:a","phx_reply",{"status":"ok","response":{}}]"#);
    client.says(r#"["1","4","echo:a","say",{}]"#).await;
    client.says(r#"["1","5","echo:a","phx_leave",{}]"#).await;
    client.hears_nothing().await;
    client.says(r#"[null,"6","echo:a","say",6]"#).await;
    assert_eq!(client.hears().await, r#"["3","6","echo:a","phx_reply",{"status":"ok","response":6}]"#);
}

#[tokio::test]
async fn who_leaves_and_joins_at_once_hears_of_both() {
    let mut client = Client::joined("echo:a").await;
    client.says(r#"["1","2","echo:a","hang",{}]"#).await;
    client.says(r#"["1","3","echo:a","phx_leave",{}]"#).await;
    client.says(r#"["4","4","echo:a","phx_join",{}]"#).await;
    assert_eq!(client.hears().await, r#"["1","3","echo:a","phx_reply",{"status":"ok","response":{}}]"#);
    assert_eq!(client.hears().await, r#"["1","1","echo:a","phx_close",{}]"#);
    assert_eq!(client.hears().await, r#"["4","4","echo:a","phx_reply",{"status":"ok","response":{}}]"#);
}

#[tokio::test]
async fn there_are_not_more_channels_than_allowed() {
    let mut client = Client::new(Limits { max_channels: 1, ..Limits::default() });
    client.says(r#"["1","1","echo:a","phx_join",{}]"#).await;
    client.hears().await;
    client.says(r#"["2","2","echo:b","phx_join",{}]"#).await;
    let refused = r#"["2","2","echo:b","phx_reply",{"status":"error","response":{"reason":"too many channels joined"}}]"#;
    assert_eq!(client.hears().await, refused);
    client.says(r#"["3","3","echo:a","phx_join",{}]"#).await;
    assert_eq!(client.hears().await, r#"["1","1","echo:a","phx_close",{}]"#);
    assert_eq!(client.hears().await, r#"["3","3","echo:a","phx_reply",{"status":"ok","response":{}}]"#);
}

#[tokio::test(start_paused = true)]
async fn a_channel_that_takes_no_messages_is_noticed() {
    let mut client = Client::new(Limits { max_pending: 1, ..Limits::default() });
    client.says(r#"["1","1","echo:a","phx_join",{}]"#).await;
    client.hears().await;
    client.says(r#"["1","2","echo:a","hang",{}]"#).await;
    tokio::task::yield_now().await;
    client.says(r#"["1","3","echo:a","say",{}]"#).await;
    let message = decode_text(r#"["1","4","echo:a","say",{}]"#).unwrap();
    let waiting = client.channels.receive(message, weight()).unwrap_err();
    assert!(!waiting.deliver(Duration::from_secs(60)).await);
}

#[tokio::test(start_paused = true)]
async fn channels_finish_what_they_have_when_the_connection_ends() {
    let mut client = Client::joined("echo:a").await;
    client.says(r#"["1","2","echo:a","say",2]"#).await;
    client.channels.drain().await;
    assert_eq!(client.hears().await, r#"["1","2","echo:a","phx_reply",{"status":"ok","response":2}]"#);

    let mut client = Client::joined("echo:a").await;
    client.says(r#"["1","2","echo:a","hang",{}]"#).await;
    client.channels.drain().await;
    assert!(client.channels.running.is_empty(), "what hangs is dropped");
}
