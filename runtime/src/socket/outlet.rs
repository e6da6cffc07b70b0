//! Frames for one client come in from many channels, and leave through one bounded queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Notify, mpsc};

use super::Limits;

/// A queue that lets at most `limits.max_backlog_frames` frames wait, and none once the waiting ones have
/// `limits.max_backlog_bytes`.
pub(crate) fn outlet(limits: &Limits) -> (Outlet, Backlog) {
    let (sender, frames) = mpsc::channel(limits.max_backlog_frames.max(1));
    let gauge = Arc::new(Gauge {
        bytes: AtomicUsize::new(0),
        limit: limits.max_backlog_bytes,
        overrun: Notify::new(),
    });
    (Outlet { sender, gauge: Arc::clone(&gauge) }, Backlog { frames, gauge })
}

#[derive(Debug)]
struct Gauge {
    bytes: AtomicUsize,
    limit: usize,
    overrun: Notify,
}

/// The end into which channels put frames.
#[derive(Clone, Debug)]
pub(crate) struct Outlet {
    sender: mpsc::Sender<String>,
    gauge: Arc<Gauge>,
}

impl Outlet {
    /// Queues `frame`. It never waits: where there is no room, the client is too slow and its connection is told to end.
    pub(crate) fn send(&self, frame: String) {
        let length = frame.len();
        let full = self.gauge.bytes.fetch_add(length, Ordering::Relaxed) >= self.gauge.limit;
        if full || matches!(self.sender.try_send(frame), Err(mpsc::error::TrySendError::Full(_))) {
            self.gauge.overrun.notify_one();
        }
    }
}

/// The end from which the transport takes them.
#[derive(Debug)]
pub(crate) struct Backlog {
    frames: mpsc::Receiver<String>,
    gauge: Arc<Gauge>,
}

impl Backlog {
    /// The next frame, or nothing once nobody can send any more.
    pub(crate) async fn next(&mut self) -> Option<String> {
        let frame = self.frames.recv().await?;
        self.gauge.bytes.fetch_sub(frame.len(), Ordering::Relaxed);
        Some(frame)
    }

    /// The next frame, where one is waiting.
    pub(crate) fn try_next(&mut self) -> Option<String> {
        let frame = self.frames.try_recv().ok()?;
        self.gauge.bytes.fetch_sub(frame.len(), Ordering::Relaxed);
        Some(frame)
    }

    /// What tells when the queue has overflowed.
    pub(crate) fn alarm(&self) -> Alarm {
        Alarm(Arc::clone(&self.gauge))
    }
}

/// Rings when a queue has overflowed.
pub(crate) struct Alarm(Arc<Gauge>);

impl Alarm {
    pub(crate) async fn overflow(&self) {
        self.0.overrun.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn frames_leave_in_order() {
        let (outlet, mut backlog) = outlet(&Limits::default());
        outlet.send("a".into());
        outlet.send("b".into());
        assert_eq!(backlog.next().await.as_deref(), Some("a"));
        assert_eq!(backlog.try_next().as_deref(), Some("b"));
        assert_eq!(backlog.try_next(), None);
        assert!(backlog.alarm().overflow().now_or_never().is_none());
    }

    #[tokio::test]
    async fn too_many_frames_ring() {
        let (outlet, backlog) = outlet(&Limits { max_backlog_frames: 2, ..Limits::default() });
        outlet.send("a".into());
        outlet.send("b".into());
        assert!(backlog.alarm().overflow().now_or_never().is_none());
        outlet.send("c".into());
        assert!(backlog.alarm().overflow().now_or_never().is_some());
    }

    #[tokio::test]
    async fn one_frame_may_be_larger_than_the_limit_but_not_wait_before_others() {
        let (outlet, mut backlog) = outlet(&Limits { max_backlog_bytes: 4, ..Limits::default() });
        outlet.send("longer than four".into());
        assert!(backlog.alarm().overflow().now_or_never().is_none());
        assert!(backlog.next().await.is_some());
        outlet.send("abcd".into());
        outlet.send("e".into());
        assert!(backlog.alarm().overflow().now_or_never().is_some());
    }
}
