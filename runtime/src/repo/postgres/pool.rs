//! Statements that need a connection come in, at most so many connections as the settings say go out, one for each.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::Client;

use super::super::adapter::{Failure, Statement};
use super::super::log::Times;
use super::{Settings, failure};

/// How many different statements each connection keeps prepared.
const PREPARED_STATEMENTS: usize = 512;

/// Connections to one database.
pub(super) struct Pool {
    settings: Settings,
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// The one that was used last is used first, so that those above the usual load grow cold.
    idle: Mutex<Vec<Connection>>,
}

/// A connection with what it has prepared.
pub(super) struct Connection {
    pub(super) client: Client,
    idle_since: Instant,
    /// By the statement's address, which it keeps as long as it stands here.
    prepared: HashMap<usize, (Arc<Statement>, tokio_postgres::Statement)>,
}

/// A connection on loan; goes back when it is dropped, unless it is broken.
pub(super) struct Loan {
    connection: Option<Connection>,
    /// Whether nobody may use the connection after this: it is in the middle of a transaction.
    pub(super) is_dirty: bool,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
}

impl Pool {
    pub(super) fn new(settings: Settings) -> Self {
        let permits = Arc::new(Semaphore::new(settings.pool_size));
        Self { settings, permits, waiting: AtomicUsize::new(0), idle: Mutex::default() }
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A connection, when one is free: after `pool_timeout` at most, and at once where `pool_queue` others wait already.
    pub(super) async fn take(self: &Arc<Self>, times: &mut Times) -> Result<Loan, Failure> {
        let permit = match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => self.wait().await?,
        };
        let idle = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            // The server may have gone in the meantime.
            std::iter::from_fn(|| idle.pop()).find(|connection| !connection.client.is_closed())
        };
        let connection = match idle {
            Some(connection) => connection,
            None => Connection::open(&self.settings).await?,
        };
        times.connected(Some(connection.idle_since));
        Ok(Loan { connection: Some(connection), is_dirty: false, pool: Arc::clone(self), _permit: permit })
    }

    async fn wait(&self) -> Result<OwnedSemaphorePermit, Failure> {
        let Settings { pool_size, pool_timeout, pool_queue, .. } = self.settings;
        let waiting = Waiting::new(&self.waiting);
        if waiting.before >= pool_queue {
            let message = format!(
                "all {pool_size} connections are in use, and {pool_queue} statements wait for one already"
            );
            return Err(Failure::Busy(message));
        }
        match tokio::time::timeout(pool_timeout, Arc::clone(&self.permits).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            // The semaphore is never closed.
            Ok(Err(_)) | Err(_) => Err(Failure::Busy(format!(
                "waited {} ms for a connection: all {pool_size} are in use (`pool_size`, `pool_timeout`)",
                pool_timeout.as_millis()
            ))),
        }
    }
}

/// One more that waits, until it is dropped.
struct Waiting<'a> {
    count: &'a AtomicUsize,
    before: usize,
}

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        Self { count, before: count.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Connection {
    async fn open(settings: &Settings) -> Result<Self, Failure> {
        #[cfg(feature = "tls")]
        let tls = settings.tls.clone();
        #[cfg(not(feature = "tls"))]
        let tls = tokio_postgres::NoTls;
        let connected = settings.config.connect(tls).await;
        let (client, connection) = connected.map_err(|error| failure(&error))?;
        // It ends when the client is dropped, or with the server, which then shows at the client.
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(target: "bennu::repo", "lost a connection to the database: {error}");
            }
        });
        Ok(Self { client, idle_since: Instant::now(), prepared: HashMap::new() })
    }

    /// The statement as this connection knows it.
    pub(super) async fn prepare(
        &mut self,
        statement: &Arc<Statement>,
    ) -> Result<tokio_postgres::Statement, tokio_postgres::Error> {
        let key = Arc::as_ptr(statement).addr();
        if let Some((_, prepared)) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(&statement.sql).await?;
        if self.prepared.len() >= PREPARED_STATEMENTS {
            self.prepared.clear();
        }
        self.prepared.insert(key, (Arc::clone(statement), prepared.clone()));
        Ok(prepared)
    }

    /// Prepares everything anew when it is used again: a table has changed.
    pub(super) fn forget(&mut self) {
        self.prepared.clear();
    }
}

impl Deref for Loan {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("a loan has its connection until it is dropped")
    }
}

impl DerefMut for Loan {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("a loan has its connection until it is dropped")
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if !self.is_dirty && !connection.client.is_closed() {
            connection.idle_since = Instant::now();
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
