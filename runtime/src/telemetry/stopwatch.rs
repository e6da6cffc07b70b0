//! Something begins; how long it took goes out, where somebody wants to know.

use std::time::{Duration, Instant};

/// Runs only where somebody listens: to ask for the time costs more than all else that is done for nobody.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stopwatch(Option<Instant>);

impl Stopwatch {
    /// Starts, if `tracing` listens or numbers are counted.
    pub(crate) fn start(listening: bool) -> Self {
        Self((listening || cfg!(feature = "metrics")).then(Instant::now))
    }

    /// Whether it runs.
    pub(crate) fn runs(self) -> bool {
        self.0.is_some()
    }

    /// What it shows; nothing where nobody wanted to know.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.map(|start| start.elapsed()).unwrap_or_default()
    }
}
