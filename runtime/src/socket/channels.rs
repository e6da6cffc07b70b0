//! A client's messages come in, each goes to the channel that it is meant for or is answered here.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

use super::Limits;
use super::channel::{Ending, Joining, Letter, Seat, Topics, Weight, supervise};
use super::message::Message;
use super::outlet::Outlet;
use super::serializer::{Status, encode_reply};

/// The channels of one connection.
pub(super) struct Channels {
    topics: Arc<dyn Topics>,
    outlet: Outlet,
    limits: Limits,
    joined: HashMap<Arc<str>, Channel>,
    running: JoinSet<Seat>,
}

struct Channel {
    seat: Seat,
    mailbox: mpsc::Sender<Letter>,
    task: AbortHandle,
    /// Its client asked to leave, with the message of this reference.
    leaving: Option<Option<String>>,
}

/// A letter for a mailbox that is full.
#[derive(Debug)]
pub(super) struct Waiting {
    mailbox: mpsc::Sender<Letter>,
    letter: Letter,
}

impl Waiting {
    /// Waits until there is room for the letter; false where there is none within `limit`.
    pub(super) async fn deliver(self, limit: Duration) -> bool {
        tokio::time::timeout(limit, self.mailbox.send(self.letter)).await.is_ok()
    }
}

impl Channels {
    pub(super) fn new(topics: Arc<dyn Topics>, outlet: Outlet, limits: Limits) -> Self {
        Self { topics, outlet, limits, joined: HashMap::new(), running: JoinSet::new() }
    }

    /// Deals with one message. Where the mailbox of its channel is full, nothing more may be read before the letter is delivered.
    pub(super) fn receive(&mut self, message: Message, weight: Weight) -> Result<(), Waiting> {
        match (message.topic.as_str(), message.event.as_str()) {
            ("phoenix", "heartbeat") => self.reply(&message, Status::Ok, "{}"),
            (_, "phx_join") => self.join(message),
            (_, "phx_leave") => return self.leave(message),
            _ => return self.pass(message, weight),
        }
        Ok(())
    }

    fn join(&mut self, message: Message) {
        if let Some(before) = self.joined.remove(message.topic.as_str()) {
            before.replace();
        }
        if self.joined.len() >= self.limits.max_channels {
            return self.reply(&message, Status::Error, r#"{"reason":"too many channels joined"}"#);
        }
        let topic: Arc<str> = message.topic.as_str().into();
        let seat = Seat::new(self.outlet.clone(), &message, Arc::clone(&topic));
        let (mailbox, letters) = mpsc::channel(self.limits.max_pending.max(1));
        match self.topics.join(&topic, message.payload, seat.clone(), letters) {
            Joining::Unmatched => {
                tracing::warn!(target: "bennu::socket", topic = &*topic, "nobody serves this topic");
                seat.close(&Ending::Refused(UNMATCHED.into()));
            }
            Joining::Refused(response) => seat.close(&Ending::Refused(response)),
            Joining::Accepted(run) => {
                let task = self.running.spawn(supervise(seat.clone(), run));
                self.joined.insert(topic, Channel { seat, mailbox, task, leaving: None });
            }
        }
    }

    fn leave(&mut self, message: Message) -> Result<(), Waiting> {
        match self.joined.get_mut(message.topic.as_str()) {
            Some(channel) if channel.seat.is_meant_by(message.join_ref.as_deref()) => {
                channel.leaving = Some(message.reference.clone());
                return channel.deliver(Letter::Leave(message.reference));
            }
            Some(_) => {}
            None => self.reply(&message, Status::Ok, "{}"),
        }
        Ok(())
    }

    fn pass(&mut self, message: Message, weight: Weight) -> Result<(), Waiting> {
        match self.joined.get(message.topic.as_str()) {
            Some(channel) if channel.seat.is_meant_by(message.join_ref.as_deref()) => {
                return channel.deliver(Letter::Message(message.into(), weight));
            }
            Some(_) => {}
            None => self.reply(&message, Status::Error, UNMATCHED),
        }
        Ok(())
    }

    fn reply(&self, message: &Message, status: Status, response: &str) {
        let (join_ref, reference) = (message.join_ref.as_deref(), message.reference.as_deref());
        self.outlet.send(encode_reply(join_ref, reference, &message.topic, status, response));
    }

    /// Waits until a channel has ended, and forgets it. Never ends while there is none.
    pub(super) async fn reap(&mut self) {
        let Some(ended) = self.running.join_next().await else { return std::future::pending().await };
        // An aborted task was replaced, and is forgotten already.
        let Ok(seat) = ended else { return };
        if self.joined.get(seat.topic()).is_some_and(|channel| channel.seat.is_same(&seat)) {
            self.joined.remove(seat.topic());
        }
    }

    /// Lets every channel finish what is in its mailbox, for as long as the limits say, then drops it.
    pub(super) async fn drain(&mut self) {
        self.joined.clear();
        let ended = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.limits.drain_timeout, ended).await.is_err() {
            self.running.shutdown().await;
        }
    }
}

const UNMATCHED: &str = r#"{"reason":"unmatched topic"}"#;

impl Channel {
    fn deliver(&self, letter: Letter) -> Result<(), Waiting> {
        match self.mailbox.try_send(letter) {
            // A channel that has ended in the meantime has told its client so.
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => Ok(()),
            Err(mpsc::error::TrySendError::Full(letter)) => {
                Err(Waiting { mailbox: self.mailbox.clone(), letter })
            }
        }
    }

    /// Ends a channel whose topic is joined again.
    fn replace(self) {
        self.seat.close(&self.leaving.map_or(Ending::Closed, Ending::Left));
        self.task.abort();
    }
}

#[cfg(test)]
mod tests;
