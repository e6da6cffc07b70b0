//! State and settings come in; out goes what every request and socket of an endpoint has in common.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::watch;

use super::{Config, debug};
use crate::conn::SessionKey;
use crate::socket::Owners;
use crate::token::Secret;
use crate::{Error, Result};

/// What every request and every socket of an endpoint shares: the application's state, the settings, the shutdown signal.
pub struct Shared<S> {
    /// The application's state.
    pub state: Arc<S>,
    /// The settings.
    pub config: Config,
    /// Turns to true when the endpoint shuts down: sockets close, streams end.
    pub shutdown: watch::Receiver<bool>,
    pub(crate) session_key: SessionKey,
    /// The sockets of people.
    pub(crate) owners: Arc<Owners>,
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
        let (owners, running) = (Arc::default(), watch::Sender::new(()));
        Self { state: state.into(), config, shutdown, session_key, owners, stop, running }
    }

    /// What cookies and tokens are signed with.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.config.secret_key_base
    }

    /// Closes the sockets whose session has this [`live_socket_id`](crate::Conn::put_live_socket_id), with code 1001, and returns how
    /// many. Their clients connect again, and are let in as far as their sessions still count. Sockets of other processes stay.
    pub fn disconnect(&self, live_socket_id: &str) -> usize {
        self.owners.disconnect(live_socket_id)
    }

    /// Ends all sessions with this [`live_socket_id`](crate::Conn::put_live_socket_id) in their [store](crate::session), and
    /// [disconnects](Self::disconnect) their sockets: what a new password is for, or a lost telephone. A request that goes on with
    /// `conn.renew_session()` stays signed in.
    ///
    /// # Errors
    /// Those of the store, and 500 where sessions lie in cookies, which nobody can take back.
    pub async fn end_sessions(&self, live_socket_id: &str) -> Result {
        let Some(store) = &self.config.session.store else {
            return Err(Error::internal(
                "sessions in cookies cannot be ended; keep them in a store, by `Config::with_session_store`",
            ));
        };
        store.delete_all_boxed(live_socket_id).await?;
        self.disconnect(live_socket_id);
        Ok(())
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

impl<S> AsRef<Secret> for Shared<S> {
    fn as_ref(&self) -> &Secret {
        self.secret()
    }
}

impl<S> fmt::Debug for Shared<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("config", &self.config).finish_non_exhaustive()
    }
}
