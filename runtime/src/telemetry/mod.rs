//! What happens comes in, events of [`tracing`](https://docs.rs/tracing) and numbers of [`metrics`](https://docs.rs/metrics) go out to
//! whoever listens.
//!
#![doc = include_str!("../../docs/telemetry.md")]

mod live;
#[cfg(feature = "metrics")]
mod numbers;
mod request;
mod stopwatch;

#[cfg(feature = "metrics")]
pub use metrics;
#[cfg(feature = "metrics")]
pub use numbers::describe_metrics;
#[cfg(feature = "metrics")]
pub(crate) use numbers::{QueryTimes, queried};

pub(crate) use live::{Callback, called};
pub(crate) use request::{Request, dispatch_started, dispatch_watched, dispatched, error_rendered, panicked};
pub(crate) use stopwatch::Stopwatch;

/// A socket that was asked for.
pub(crate) fn socket_connected(ok: bool) {
    #[cfg(feature = "metrics")]
    numbers::socket_connected(ok);
    #[cfg(not(feature = "metrics"))]
    let _ = ok;
}

/// A channel that was asked for.
pub(crate) fn channel_joined(topic: &str, ok: bool) {
    let message = if ok { "joined" } else { "join refused" };
    tracing::debug!(target: "bennu::socket", topic, "{message}");
    #[cfg(feature = "metrics")]
    numbers::channel_joined(ok);
}
