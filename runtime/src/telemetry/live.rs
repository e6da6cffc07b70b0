//! A callback of a LiveView is called; its event and its numbers go out.

use tracing::Level;

use super::Stopwatch;

/// A callback that runs: whose it is, and for how long.
#[derive(Clone, Copy)]
pub(crate) struct Callback {
    view: &'static str,
    name: &'static str,
    stopwatch: Stopwatch,
}

impl Callback {
    /// `mount`, `handle_params` or `handle_event` of the view `V` begins.
    pub(crate) fn begin<V>(name: &'static str) -> Self {
        let listening = tracing::enabled!(target: "bennu::live", Level::DEBUG);
        Self { view: std::any::type_name::<V>(), name, stopwatch: Stopwatch::start(listening) }
    }
}

/// A callback is done; `ok` is whether without an error.
pub(crate) fn called(callback: Callback, ok: bool) {
    let Callback { view, name, stopwatch } = callback;
    if !stopwatch.runs() {
        return;
    }
    let duration = stopwatch.elapsed();
    tracing::debug!(target: "bennu::live", view, ?duration, ok, "{name}");
    #[cfg(feature = "metrics")]
    super::numbers::called(view, name, ok, duration);
}
