//! Events come in, a stream that browsers read with `EventSource` goes out.

use std::fmt::Write as _;
use std::future::Future;
use std::time::Duration;

use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use serde::Serialize;

use super::Conn;
use super::stream::{Chunks, KeepAlive};
use crate::Result;

/// How often a silent stream says that it is alive, by default.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// One event of a stream, as the HTML standard writes it.
///
/// ```
/// use bennu::conn::Event;
///
/// let event = Event::new("one\ntwo").name("tick").id("7");
/// assert_eq!(event.to_string(), "event: tick\nid: 7\ndata: one\ndata: two\n\n");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Event {
    fields: String,
    data: String,
}

impl Event {
    /// An event with some text, of any number of lines.
    pub fn new(data: impl Into<String>) -> Self {
        Self { fields: String::new(), data: data.into() }
    }

    /// An event with JSON.
    ///
    /// # Errors
    /// Where `data` has no JSON form.
    pub fn json(data: &(impl Serialize + ?Sized)) -> Result<Self> {
        Ok(Self::new(serde_json::to_string(data)?))
    }

    /// The kind of event that scripts listen for; `message` without it. Line breaks are left out, so that a name is one name.
    pub fn name(self, name: &str) -> Self {
        self.field("event", name)
    }

    /// What the browser sends as `last-event-id` when it connects again. Line breaks are left out.
    pub fn id(self, id: &str) -> Self {
        self.field("id", id)
    }

    /// How long the browser waits before it connects again, in whole milliseconds.
    pub fn retry(self, after: Duration) -> Self {
        self.field("retry", &after.as_millis().to_string())
    }

    fn field(mut self, name: &str, value: &str) -> Self {
        let value = value.replace(['\r', '\n', '\0'], "");
        // Writing into a text does not fail.
        let _ = writeln!(self.fields, "{name}: {value}");
        self
    }
}

impl std::fmt::Display for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.fields)?;
        for line in self.data.replace("\r\n", "\n").split(['\n', '\r']) {
            writeln!(f, "data: {line}")?;
        }
        f.write_char('\n')
    }
}

/// Where a task puts the events of a stream: see [`Conn::send_events`].
#[derive(Debug)]
pub struct Events(Chunks);

impl Events {
    /// Sends an event, as soon as the client has room for it.
    ///
    /// # Errors
    /// Where the client is gone: return it, there is nothing more to do.
    pub async fn send(&mut self, event: Event) -> Result {
        self.0.send(event.to_string()).await
    }
}

impl<S: 'static> Conn<S> {
    /// Answers with events that `work` sends as they happen, in a task of its own: browsers read them with `EventSource`. A comment
    /// every 15 seconds keeps proxies from closing a silent stream. When the endpoint shuts down, the stream ends, and the browser
    /// connects to whatever takes over, with the `last-event-id` header.
    ///
    /// # Errors
    /// As [`html`](Self::html).
    ///
    /// ```
    /// use std::time::Duration;
    /// use bennu::conn::Event;
    /// use bennu::{Conn, Result};
    ///
    /// async fn ticks(conn: &mut Conn<()>) -> Result {
    ///     conn.send_events(|mut events| async move {
    ///         for tick in 0.. {
    ///             events.send(Event::new(tick.to_string()).name("tick")).await?;
    ///             tokio::time::sleep(Duration::from_secs(1)).await;
    ///         }
    ///         Ok(())
    ///     })
    /// }
    /// ```
    pub fn send_events<F>(&mut self, work: impl FnOnce(Events) -> F + Send + 'static) -> Result
    where
        F: Future<Output = Result> + Send + 'static,
    {
        self.send_events_every(KEEP_ALIVE, work)
    }

    /// The same with a comment after each `keep_alive` of silence.
    ///
    /// # Errors
    /// As [`html`](Self::html).
    pub fn send_events_every<F>(
        &mut self,
        keep_alive: Duration,
        work: impl FnOnce(Events) -> F + Send + 'static,
    ) -> Result
    where
        F: Future<Output = Result> + Send + 'static,
    {
        let headers = &mut self.response.headers;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        // nginx collects what it passes on unless it is told not to.
        headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
        let mut shutdown = self.shared.shutdown.clone();
        self.send_pieces(Some(KeepAlive::new(keep_alive, ":\n\n")), |chunks| async move {
            tokio::select! {
                outcome = work(Events(chunks)) => outcome,
                // An endpoint that is only dropped does not shut down.
                Ok(_) = shutdown.wait_for(|stopping| *stopping) => Ok(()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_event_hides_in_another() {
        let event = Event::new("a\r\n\r\nevent: evil\rdata: b\n").name("x\n\ndata: evil").id("1\r\nid: 2\0");
        let text =
            "event: xdata: evil\nid: 1id: 2\ndata: a\ndata: \ndata: event: evil\ndata: data: b\ndata: \n\n";
        assert_eq!(event.to_string(), text);
        assert_eq!(Event::new("").retry(Duration::from_secs(2)).to_string(), "retry: 2000\ndata: \n\n");
        assert_eq!(Event::json(&[1, 2]).unwrap().to_string(), "data: [1,2]\n\n");
    }
}
