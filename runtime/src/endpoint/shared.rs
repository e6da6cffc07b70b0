//! State and settings come in; out goes what every request and socket of an endpoint has in common.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::watch;

use super::{Config, debug};
use crate::conn::SessionKey;
use crate::token::Secret;

/// What every request and every socket of an endpoint shares: the application's state, the settings, the shutdown signal.
pub struct Shared<S> {
    /// The application's state.
    pub state: Arc<S>,
    /// The settings.
    pub config: Config,
    /// Turns to true when the endpoint shuts down: sockets close, streams end.
    pub shutdown: watch::Receiver<bool>,
    pub(crate) session_key: SessionKey,
    stop: watch::Sender<bool>,
    /// Every running task holds a receiver, so that the last one to end closes the channel.
    running: watch::Sender<()>,
}

impl<S> Shared<S> {
    /// Puts state and settings together. The state may already be shared (`Arc<S>`).
    pub fn new(state: impl Into<Arc<S>>, config: Config) -> Self {
        if config.debug_errors {
            debug::remember_panics();
        }
        let (stop, shutdown) = watch::channel(false);
        let session_key = SessionKey::new(&config);
        Self { state: state.into(), config, shutdown, session_key, stop, running: watch::Sender::new(()) }
    }

    /// What cookies and tokens are signed with.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.config.secret_key_base
    }

    /// Runs a task that a shutdown waits for, such as a socket's.
    pub fn spawn<F>(&self, task: F) -> tokio::task::JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let running = self.running.subscribe();
        tokio::spawn(async move {
            let output = task.await;
            drop(running);
            output
        })
    }

    /// How many tasks run that a shutdown waits for.
    pub(crate) fn tasks(&self) -> usize {
        self.running.receiver_count()
    }

    /// Tells everybody to finish.
    pub(crate) fn begin_shutdown(&self) {
        self.stop.send_replace(true);
    }

    /// Returns when no task runs any more.
    pub(crate) async fn finished(&self) {
        self.running.closed().await;
    }
}

impl<S> fmt::Debug for Shared<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("config", &self.config).finish_non_exhaustive()
    }
}
