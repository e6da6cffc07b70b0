//! One channel's place on a connection: its mailbox, and the seat from which it answers and pushes.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use futures_util::FutureExt;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::message::{Message, Payload};
use super::outlet::Outlet;
use super::serializer::{Status, encode_push, encode_reply};

/// What answers the joins of one connection.
pub(crate) trait Topics: Send + Sync + 'static {
    /// Decides about a join of `topic`; the channel answers it from `seat`.
    fn join(&self, topic: &str, payload: Payload, seat: Seat, mailbox: Mailbox) -> Joining;
}

/// What became of a join.
pub(crate) enum Joining {
    /// Nobody serves the topic.
    Unmatched,
    /// Somebody does and says no; the response is JSON.
    Refused(String),
    /// This future is the channel, from the answer to its join to its end.
    Accepted(Run),
}

/// A channel's whole life.
pub(crate) type Run = Pin<Box<dyn Future<Output = Ending> + Send>>;

/// What a channel finds in its mailbox, in the order in which the client said it.
#[derive(Debug)]
pub(crate) enum Letter {
    /// What the client said, and its share of the memory that messages may take until they are dealt with.
    Message(Box<Message>, Weight),
    /// The client leaves; the reference of its message.
    Leave(Option<String>),
}

/// A share of the memory that the waiting messages of a connection may take.
pub(crate) type Weight = OwnedSemaphorePermit;

/// The mailbox; it is at its end once the connection is gone.
pub(crate) type Mailbox = mpsc::Receiver<Letter>;

/// How a channel ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// Its join was refused; the response is JSON.
    Refused(String),
    /// The client left, with the message of this reference.
    Left(Option<String>),
    /// It has nothing more to do.
    Closed,
    /// It failed.
    Crashed,
    /// The connection is gone.
    Abandoned,
}

const JOINING: u8 = 0;
const JOINED: u8 = 1;
const CLOSED: u8 = 2;

/// From where a channel speaks to its client. Once the channel is closed, nothing it says gets out.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    outlet: Outlet,
    topic: Arc<str>,
    join_ref: Option<Arc<str>>,
    reference: Option<Arc<str>>,
    state: Arc<AtomicU8>,
}

impl Seat {
    pub(super) fn new(outlet: Outlet, join: &Message, topic: Arc<str>) -> Self {
        Self {
            outlet,
            topic,
            join_ref: join.join_ref.as_deref().map(Arc::from),
            reference: join.reference.as_deref().map(Arc::from),
            state: Arc::new(AtomicU8::new(JOINING)),
        }
    }

    /// Whether a message with this join reference is meant for this channel, and not for one before it.
    pub(super) fn is_meant_by(&self, join_ref: Option<&str>) -> bool {
        join_ref.is_none() || join_ref == self.join_ref.as_deref()
    }

    /// Answers the join; `response` is JSON.
    pub(crate) fn accept(&self, response: &str) {
        let joined = self.state.compare_exchange(JOINING, JOINED, Ordering::AcqRel, Ordering::Acquire);
        if joined.is_ok() {
            crate::telemetry::channel_joined(&self.topic, true);
            self.outlet.send(self.encode_reply(self.reference.as_deref(), Status::Ok, response));
        }
    }

    /// Answers the message `reference`; `response` is JSON.
    pub(crate) fn reply(&self, reference: Option<&str>, status: Status, response: &str) {
        if self.is_open() {
            self.outlet.send(self.encode_reply(reference, status, response));
        }
    }

    /// Says something unasked; `payload` is JSON.
    pub(crate) fn push(&self, event: &str, payload: &str) {
        if self.is_open() {
            self.outlet.send(encode_push(self.join_ref.as_deref(), None, &self.topic, event, payload));
        }
    }

    /// Says how the channel ended, unless somebody already did.
    pub(super) fn close(&self, ending: &Ending) {
        let state = self.state.swap(CLOSED, Ordering::AcqRel);
        if state == JOINING && !matches!(ending, Ending::Abandoned) {
            crate::telemetry::channel_joined(&self.topic, false);
        }
        let frames = match (ending, state) {
            (_, CLOSED) | (Ending::Abandoned, _) => return,
            (Ending::Refused(response), _) => [Some(self.join_error(response)), None],
            (Ending::Crashed, JOINING) => [Some(self.join_error(r#"{"reason":"join crashed"}"#)), None],
            (Ending::Crashed, _) => [Some(self.control("phx_error", r#"{"reason":"channel_crash"}"#)), None],
            (Ending::Left(reference), _) => {
                let reply = self.encode_reply(reference.as_deref(), Status::Ok, "{}");
                [Some(reply), Some(self.control("phx_close", "{}"))]
            }
            (Ending::Closed, _) => [Some(self.control("phx_close", "{}")), None],
        };
        frames.into_iter().flatten().for_each(|frame| self.outlet.send(frame));
    }

    fn is_open(&self) -> bool {
        self.state.load(Ordering::Acquire) != CLOSED
    }

    fn join_error(&self, response: &str) -> String {
        self.encode_reply(self.reference.as_deref(), Status::Error, response)
    }

    fn encode_reply(&self, reference: Option<&str>, status: Status, response: &str) -> String {
        encode_reply(self.join_ref.as_deref(), reference, &self.topic, status, response)
    }

    /// The join reference stands for both references in what ends a channel.
    fn control(&self, event: &str, payload: &str) -> String {
        let join_ref = self.join_ref.as_deref();
        encode_push(join_ref, join_ref, &self.topic, event, payload)
    }
}

/// Runs a channel to its end; a panic is an end as well, and nobody else's.
pub(super) async fn supervise(seat: Seat, run: Run) -> Seat {
    let ending = AssertUnwindSafe(run).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!(target: "bennu::socket", topic = &*seat.topic, "a channel panicked");
        Ending::Crashed
    });
    seat.close(&ending);
    seat
}

impl Seat {
    /// The topic that this seat belongs to.
    pub(crate) fn topic(&self) -> &Arc<str> {
        &self.topic
    }

    /// Whether both are the same join.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }
}
