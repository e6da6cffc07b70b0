//! Statements come in, SQLite runs them: reads on connections of their own, writes one after the other on one connection.
//!
//! A short statement runs inline, on the thread of the task that asks: handing it to another thread costs several times the
//! statement itself. Each statement's time is averaged, and one that takes long, as a large read or a write that waits for
//! the disk, goes to the blocking pool from then on. A write that meets another process's lock waits there, too.

mod connected;
mod definition;
mod migrate;
mod rebuild;
mod run;
mod settings;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::backup::Backup;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::sync::{OwnedMutexGuard, Semaphore};

pub(super) use connected::Connected;
pub(super) use settings::Settings;

use super::adapter::{Adapter, Failure, Statement, Written};
use super::database::Connected as AnyConnected;
use super::log::Times;
use super::migration::Way;
use super::{Error, Migration, TransactionOptions};
use crate::schema::{LoadError, Row, Value};

/// What a write waits for others of this process in any case; a `busy_timeout` of 0 is about other processes.
const LEAST_PATIENCE: Duration = Duration::from_secs(1);

/// How long to wait before asking once more for what SQLite does not wait for by itself.
const RETRY: Duration = Duration::from_millis(2);

/// How many different statements each connection keeps prepared.
const PREPARED_STATEMENTS: usize = 256;

/// How many streams are read at once; further ones wait. Tokio's blocking pool has 512 threads for everything.
const STREAMS: usize = 64;

/// A SQLite database, open.
pub(super) struct Sqlite {
    settings: Settings,
    writer: Arc<tokio::sync::Mutex<Connection>>,
    /// None for a database in memory: that is its one connection's, which then reads, too.
    readers: Option<Arc<Readers>>,
}

/// Connections that only read. An inline read occupies its thread, so that there are never more than threads.
struct Readers {
    settings: Settings,
    idle: Mutex<Vec<Connection>>,
    /// Bounds the reads on the blocking pool, which has many more threads than the machine has cores.
    slow: Arc<Semaphore>,
    /// Bounds the streams, each of which holds a thread while somebody reads it.
    streams: Arc<Semaphore>,
}

/// A reader on loan; goes back when it is dropped, also by a panic.
struct Reader {
    connection: Option<Connection>,
    readers: Arc<Readers>,
}

impl Sqlite {
    pub(super) async fn open(settings: Settings) -> Result<Self, Error> {
        let to_open = settings.clone();
        let writer = blocking(move || open_writer(&to_open)).await.map_err(Error::Database)?;
        let readers = settings.path.is_some().then(|| {
            let slow = std::thread::available_parallelism().map_or(2, usize::from);
            Arc::new(Readers {
                settings: settings.clone(),
                idle: Mutex::default(),
                slow: Arc::new(Semaphore::new(slow)),
                streams: Arc::new(Semaphore::new(STREAMS)),
            })
        });
        Ok(Self { settings, writer: Arc::new(tokio::sync::Mutex::new(writer)), readers })
    }

    /// Runs `work` with the connection that writes, on a thread that may wait for other processes.
    async fn exclusively<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<R, Error> + Send + 'static,
    ) -> Result<R, Error> {
        let mut connection = Arc::clone(&self.writer).lock_owned().await;
        let patience = self.settings.busy_timeout;
        let set = |connection: &Connection, timeout| {
            connection.busy_timeout(timeout).map_err(|error| Error::Database(run::database_error(&error)))
        };
        blocking(move || {
            set(&connection, patience)?;
            let result = work(&mut connection);
            set(&connection, Duration::ZERO)?;
            result
        })
        .await
    }

    /// The same tables and rows in a database in memory.
    pub(super) async fn copy(&self) -> Result<Self, Error> {
        let settings = Settings { path: None, ..self.settings.clone() };
        let copy = Self::open(settings).await?;
        let (from, mut to) =
            (Arc::clone(&self.writer).lock_owned().await, Arc::clone(&copy.writer).lock_owned().await);
        Backup::new(&from, &mut to)
            .and_then(|backup| backup.step(-1))
            .map_err(|error| Error::Database(run::database_error(&error)))?;
        drop(to);
        Ok(copy)
    }

    /// The connection that writes, when nobody else has it: after `busy_timeout` at most, since a program that writes past
    /// its own transaction would wait for itself.
    async fn writer(&self, times: &mut Times) -> Result<OwnedMutexGuard<Connection>, Failure> {
        if let Ok(connection) = Arc::clone(&self.writer).try_lock_owned() {
            return Ok(connection);
        }
        let patience = self.settings.busy_timeout.max(LEAST_PATIENCE);
        let connection = tokio::time::timeout(patience, Arc::clone(&self.writer).lock_owned()).await;
        times.connected(None);
        connection.map_err(|_| {
            Failure::Busy(format!(
                "waited {} ms for the database: within a transaction, use the repo that it hands over (`busy_timeout`)",
                patience.as_millis()
            ))
        })
    }

    pub(super) fn is_file(&self) -> bool {
        self.readers.is_some()
    }

    /// Steps through the rows of a query on a thread of their own; `put` gets them in batches, and says whether to go on.
    pub(super) async fn step<R: 'static>(
        &self,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: impl Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
        put: impl FnMut(Vec<R>) -> bool + Send + 'static,
        times: &mut Times,
    ) -> Result<(), Failure> {
        let Some(readers) = self.readers.clone() else { return Ok(()) };
        let permit = Arc::clone(&readers.streams).acquire_owned().await.ok();
        let statement = Arc::clone(statement);
        blocking_timed(times, move |times| {
            let _permit = permit;
            times.connected(None);
            let start = Instant::now();
            let reader = readers.take().map_err(Failure::Database)?;
            let result = run::step(reader.connection(), &statement, &values, read, put);
            times.ran(start.elapsed());
            result
        })
        .await
    }

    pub(super) fn slow_query(&self) -> Option<Duration> {
        self.settings.slow_query
    }
}

impl Adapter for Sqlite {
    fn sql(&self, statement: &impl sea_query::QueryStatementWriter) -> String {
        statement.build(sea_query::SqliteQueryBuilder).0
    }

    async fn read<R, F>(
        &self,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: F,
        times: &mut Times,
    ) -> Result<Written<R>, Failure>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
    {
        let Some(readers) = &self.readers else {
            let connection = self.writer(times).await?;
            return timed(statement, times, |times| {
                run::execute(&connection, statement, &values, read, times)
            });
        };
        if !statement.is_slow() {
            let reader = readers.take().map_err(Failure::Database)?;
            return timed(statement, times, |times| {
                run::execute(reader.connection(), statement, &values, read, times)
            });
        }
        // The semaphore is never closed; without a permit the read would only be less bounded.
        let permit = Arc::clone(&readers.slow).acquire_owned().await.ok();
        let (readers, statement) = (Arc::clone(readers), Arc::clone(statement));
        blocking_timed(times, move |times| {
            let _permit = permit;
            times.connected(None);
            let reader = readers.take().map_err(Failure::Database)?;
            timed(&statement, times, |times| {
                run::execute(reader.connection(), &statement, &values, read, times)
            })
        })
        .await
    }

    async fn write<R, F>(
        &self,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: F,
        times: &mut Times,
    ) -> Result<Written<R>, Failure>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
    {
        let connection = self.writer(times).await?;
        if !statement.is_slow() {
            // From here to the answer nothing awaits: the write is done whole, or was not begun.
            match timed(statement, times, |times| run::execute(&connection, statement, &values, &read, times))
            {
                Err(Failure::Database(error)) if run::is_busy(&error) => {}
                other => return other,
            }
        }
        let (statement, patience) = (Arc::clone(statement), self.settings.busy_timeout);
        // The closure owns the connection: it goes on to its end even if nobody waits for it any more.
        blocking_timed(times, move |times| {
            times.connected(None);
            patiently(&connection, patience, || {
                timed(&statement, times, |times| run::execute(&connection, &statement, &values, &read, times))
            })
        })
        .await
    }

    async fn begin(&self, options: TransactionOptions, times: &mut Times) -> Result<AnyConnected, Failure> {
        let start;
        let begun = match &self.readers {
            Some(readers) if options.read_only => {
                start = Instant::now();
                Connected::begin_reading(readers.take().map_err(Failure::Database)?)
            }
            _ => {
                let connection = self.writer(times).await?;
                start = Instant::now();
                Connected::begin(connection, options.read_only, self.settings.busy_timeout).await
            }
        };
        times.ran(start.elapsed());
        begun.map(AnyConnected::Sqlite)
    }

    async fn migrate(&self, way: Way, migrations: Vec<Migration>) -> Result<usize, Error> {
        self.exclusively(move |connection| migrate::run(connection, way, &migrations)).await
    }

    async fn migrated(&self) -> Result<Vec<i64>, Error> {
        self.exclusively(|connection| migrate::seen(connection)).await
    }
}

impl Readers {
    fn take(self: &Arc<Self>) -> Result<Reader, super::DatabaseError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open_reader(&self.settings)?,
        };
        Ok(Reader { connection: Some(connection), readers: Arc::clone(self) })
    }
}

impl Reader {
    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("a reader has its connection until it is dropped")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

fn open_writer(settings: &Settings) -> Result<Connection, super::DatabaseError> {
    let connection = open(settings)?;
    let configure = || {
        connection.busy_timeout(settings.busy_timeout)?;
        write_ahead(&connection, settings.busy_timeout)?;
        connection.pragma_update(None, "synchronous", settings.synchronous.as_str())?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // An inline write must not sleep on its thread; see `patiently`.
        connection.busy_timeout(Duration::ZERO)
    };
    configure().map_err(|error| run::opening(settings, &error))?;
    Ok(connection)
}

/// Turns to the write-ahead log. Processes that open a new database at once meet here, and SQLite does not wait for them by itself.
fn write_ahead(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    let deadline = Instant::now() + patience;
    loop {
        let result = connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()));
        let is_busy = |error: &rusqlite::Error| error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
        if !result.as_ref().is_err_and(is_busy) || Instant::now() >= deadline {
            return result;
        }
        std::thread::sleep(RETRY);
    }
}

fn open_reader(settings: &Settings) -> Result<Connection, super::DatabaseError> {
    let connection = open(settings)?;
    // In WAL mode readers wait for nobody, but for a recovery after a crash.
    let configure = || {
        connection.busy_timeout(settings.busy_timeout)?;
        connection.pragma_update(None, "query_only", true)
    };
    configure().map_err(|error| run::opening(settings, &error))?;
    Ok(connection)
}

fn open(settings: &Settings) -> Result<Connection, super::DatabaseError> {
    // Without SQLITE_OPEN_URI: a path means a file, whatever characters it has. No mutex: `Connection` is not `Sync`.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match &settings.path {
        Some(path) => Connection::open_with_flags(path, flags),
        None => Connection::open_in_memory_with_flags(flags),
    };
    let connection = connection.map_err(|error| run::opening(settings, &error))?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    Ok(connection)
}

/// Runs `statement` while other processes' locks are waited for.
fn patiently<R>(
    connection: &Connection,
    patience: Duration,
    statement: impl FnOnce() -> Result<R, Failure>,
) -> Result<R, Failure> {
    let set = |timeout| {
        connection.busy_timeout(timeout).map_err(|error| Failure::Database(run::database_error(&error)))
    };
    set(patience)?;
    let result = statement();
    set(Duration::ZERO)?;
    result
}

/// Notes how long a statement takes.
fn timed<R>(statement: &Statement, times: &mut Times, run: impl FnOnce(&mut Times) -> R) -> R {
    let start = Instant::now();
    let result = run(times);
    let time = start.elapsed();
    statement.took(time);
    times.ran(time);
    result
}

/// Runs `work` on a thread that may wait, and notes how long it takes.
async fn blocking_timed<R: Send + 'static>(
    times: &mut Times,
    work: impl FnOnce(&mut Times) -> R + Send + 'static,
) -> R {
    let mut on_thread = *times;
    let (result, on_thread) = blocking(move || (work(&mut on_thread), on_thread)).await;
    *times = on_thread;
    result
}

/// Runs `work` on a thread that may wait.
async fn blocking<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only a runtime that is shutting down cancels what it has not begun; nobody will see this task's answer.
            Err(_) => std::future::pending().await,
        },
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sqlite").field(&self.settings).finish()
    }
}
