//! What happens on a connection comes in, the moment at which its client has been too slow goes out.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, sleep_until};

use super::Limits;
use crate::Body;
use crate::body::BodyError;

/// What one connection is doing, as far as its timeouts need to know.
///
/// The parts of the connection note what they see: an atomic or two for each request, and no timer. One task looks at the
/// notes now and then and sleeps until the next moment at which the client could be late.
#[derive(Debug)]
pub(super) struct Pace {
    start: Instant,
    /// Requests that have been read and not yet answered to the last byte.
    in_flight: AtomicU32,
    /// Whether the last response has left and nothing has come since.
    idle: AtomicBool,
    /// When the connection became idle, or when the head of a request began. Milliseconds since `start`.
    since: AtomicU64,
    /// When the client stopped taking what is sent to it; 0 while it takes it.
    stuck: AtomicU64,
    /// On HTTP/2, bytes between requests need not be the beginning of one.
    is_http2: AtomicBool,
}

/// In what a client was too slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Late {
    /// The head of a request is not there.
    Head,
    /// No request came.
    Idle,
    /// It does not take the response.
    Reading,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self {
            start: Instant::now(),
            in_flight: AtomicU32::new(0),
            idle: AtomicBool::new(false),
            since: AtomicU64::new(0),
            stuck: AtomicU64::new(0),
            is_http2: AtomicBool::new(false),
        }
    }

    /// Bytes came from the client.
    pub(super) fn has_read(&self) {
        if self.idle.load(Ordering::Relaxed) && !self.is_http2.load(Ordering::Relaxed) {
            self.idle.store(false, Ordering::Relaxed);
            self.since.store(self.now(), Ordering::Relaxed);
        }
    }

    /// The client has taken bytes, or has no room for them.
    pub(super) fn has_written(&self, has_room: bool) {
        let is_stuck = self.stuck.load(Ordering::Relaxed) != 0;
        if is_stuck == has_room {
            let stuck = if has_room { 0 } else { self.now().max(1) };
            self.stuck.store(stuck, Ordering::Relaxed);
        }
    }

    /// A request is there; it is in flight until what is returned is dropped.
    pub(super) fn begin(self: &Arc<Self>, is_http2: bool) -> InFlight {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        self.idle.store(false, Ordering::Relaxed);
        self.is_http2.store(is_http2, Ordering::Relaxed);
        InFlight(Arc::clone(self))
    }

    /// Ready when the client is late.
    pub(super) async fn late(&self, limits: &Limits) -> Late {
        loop {
            match self.check(limits) {
                Ok(next) => sleep_until(next).await,
                Err(late) => return late,
            }
        }
    }

    /// When to look again, or in what the client is late.
    ///
    /// The shortest timeout is waited for at most: whatever begins meanwhile cannot be over before then.
    fn check(&self, limits: &Limits) -> Result<Instant, Late> {
        let now = Instant::now();
        let shortest = limits.header_timeout.min(limits.idle_timeout).min(limits.write_timeout);
        let mut next = now + shortest.max(Duration::from_millis(1));
        let mut wait = |since: u64, timeout: Duration, late: Late| {
            let end = self.start + Duration::from_millis(since) + timeout;
            next = next.min(end);
            if end > now { Ok(()) } else { Err(late) }
        };
        match self.stuck.load(Ordering::Relaxed) {
            0 => {}
            since => wait(since, limits.write_timeout, Late::Reading)?,
        }
        if self.in_flight.load(Ordering::Relaxed) == 0 {
            let since = self.since.load(Ordering::Relaxed);
            match self.idle.load(Ordering::Relaxed) {
                true => wait(since, limits.idle_timeout, Late::Idle)?,
                false => wait(since, limits.header_timeout, Late::Head)?,
            }
        }
        Ok(next)
    }

    fn now(&self) -> u64 {
        self.start.elapsed().as_millis().try_into().unwrap_or(u64::MAX)
    }
}

/// A request, until its response has left.
#[derive(Debug)]
pub(super) struct InFlight(Arc<Pace>);

impl Drop for InFlight {
    fn drop(&mut self) {
        let pace = &self.0;
        pace.since.store(pace.now(), Ordering::Relaxed);
        pace.idle.store(true, Ordering::Relaxed);
        pace.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of a response, which keeps its request in flight.
pub(super) struct Sending {
    body: Body,
    _in_flight: InFlight,
}

impl Sending {
    pub(super) fn new(body: Body, in_flight: InFlight) -> Self {
        Self { body, _in_flight: in_flight }
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn limits() -> Limits {
        let (header_timeout, idle_timeout, write_timeout) =
            (Duration::from_secs(30), Duration::from_secs(60), Duration::from_secs(10));
        Limits { header_timeout, idle_timeout, write_timeout, ..Limits::default() }
    }

    /// In what the client is late, and after how many seconds.
    async fn late(pace: &Pace) -> (Late, u64) {
        let start = Instant::now();
        let late = pace.late(&limits()).await;
        (late, start.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn the_head_counts_from_its_first_byte() {
        let pace = Arc::new(Pace::new());
        advance(Duration::from_secs(10)).await;
        pace.has_read();
        assert_eq!(late(&pace).await, (Late::Head, 20), "the first one from the beginning");
        let pace = Arc::new(Pace::new());
        drop(pace.begin(false));
        advance(Duration::from_secs(50)).await;
        pace.has_read();
        advance(Duration::from_secs(10)).await;
        pace.has_read();
        assert_eq!(late(&pace).await, (Late::Head, 20), "more bytes give no more time");
    }

    #[tokio::test(start_paused = true)]
    async fn between_requests_there_is_more_time() {
        let pace = Arc::new(Pace::new());
        drop(pace.begin(false));
        assert_eq!(late(&pace).await, (Late::Idle, 60));
        let pace = Arc::new(Pace::new());
        drop(pace.begin(true));
        advance(Duration::from_secs(50)).await;
        pace.has_read();
        assert_eq!(late(&pace).await, (Late::Idle, 10), "a ping of HTTP/2 is no request");
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_may_take_its_time_if_the_client_takes_the_response() {
        let pace = Arc::new(Pace::new());
        let (first, second) = (pace.begin(true), pace.begin(true));
        drop(first);
        let hour = Duration::from_secs(3600);
        assert!(tokio::time::timeout(hour, pace.late(&limits())).await.is_err());
        pace.has_written(false);
        advance(Duration::from_secs(9)).await;
        pace.has_written(true);
        pace.has_written(false);
        assert_eq!(late(&pace).await, (Late::Reading, 10));
        pace.has_written(true);
        drop(second);
        assert_eq!(late(&pace).await, (Late::Idle, 60));
    }
}
