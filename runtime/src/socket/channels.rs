//! A client's messages come in, each goes to the channel that it is meant for or is answered here.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

use super::Limits;
use super::channel::{Ending, Joining, Letter, Seat, Topics, supervise};
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

/// A channel did not take its messages for as long as a client may be silent.
#[derive(Debug)]
pub(super) struct Stuck;

impl Channels {
    pub(super) fn new(topics: Arc<dyn Topics>, outlet: Outlet, limits: Limits) -> Self {
        Self { topics, outlet, limits, joined: HashMap::new(), running: JoinSet::new() }
    }

    /// Deals with one message. While the mailbox of its channel is full, this waits, and nothing more is read.
    pub(super) async fn receive(&mut self, message: Message) -> Result<(), Stuck> {
        match (message.topic.as_str(), message.event.as_str()) {
            ("phoenix", "heartbeat") => self.reply(&message, Status::Ok, "{}"),
            (_, "phx_join") => self.join(message),
            (_, "phx_leave") => return self.leave(message).await,
            _ => return self.pass(message).await,
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

    async fn leave(&mut self, message: Message) -> Result<(), Stuck> {
        let limit = self.limits.idle_timeout;
        match self.joined.get_mut(message.topic.as_str()) {
            Some(channel) if channel.seat.is_meant_by(message.join_ref.as_deref()) => {
                channel.leaving = Some(message.reference.clone());
                channel.deliver(Letter::Leave(message.reference), limit).await
            }
            Some(_) => Ok(()),
            None => {
                self.reply(&message, Status::Ok, "{}");
                Ok(())
            }
        }
    }

    async fn pass(&mut self, message: Message) -> Result<(), Stuck> {
        match self.joined.get(message.topic.as_str()) {
            Some(channel) if channel.seat.is_meant_by(message.join_ref.as_deref()) => {
                channel.deliver(Letter::Message(message.into()), self.limits.idle_timeout).await
            }
            Some(_) => Ok(()),
            None => {
                self.reply(&message, Status::Error, UNMATCHED);
                Ok(())
            }
        }
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
    async fn deliver(&self, letter: Letter, limit: Duration) -> Result<(), Stuck> {
        // A channel that has ended in the meantime has told its client so.
        tokio::time::timeout(limit, self.mailbox.send(letter)).await.map(|_| ()).map_err(|_| Stuck)
    }

    /// Ends a channel whose topic is joined again.
    fn replace(self) {
        self.seat.close(&self.leaving.map_or(Ending::Closed, Ending::Left));
        self.task.abort();
    }
}

#[cfg(test)]
mod tests;
