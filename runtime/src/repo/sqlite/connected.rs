//! The writer's connection comes in, statements of one transaction run on it.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::OwnedMutexGuard;

use super::super::adapter::{Failure, Statement, Written};
use super::super::log::Times;
use super::{Reader, blocking, patiently, run, timed};
use crate::schema::{LoadError, Row, Value};

/// A connection for as long as a transaction lasts. Dropped before the transaction has ended, it rolls back.
pub(in super::super) struct Connected {
    held: Held,
    /// Whether the connection that writes must not, this time.
    is_calm: bool,
}

/// Whose connection it is.
enum Held {
    /// The one that writes.
    Writer(OwnedMutexGuard<Connection>),
    /// One of those that read.
    Reader(Reader),
}

impl Held {
    fn connection(&self) -> &Connection {
        match self {
            Self::Writer(connection) => connection,
            Self::Reader(reader) => reader.connection(),
        }
    }
}

impl Connected {
    /// Takes the write lock at once, so that no statement of the transaction meets another process's.
    pub(super) async fn begin(
        connection: OwnedMutexGuard<Connection>,
        read_only: bool,
        patience: Duration,
    ) -> Result<Self, Failure> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        if read_only {
            // Before anything can fail it knows that it has to be undone.
            let calm = Self { held: Held::Writer(connection), is_calm: true };
            calm.held.connection().execute_batch("BEGIN; PRAGMA query_only = 1").map_err(run::failure)?;
            return Ok(calm);
        }
        let writing = |connection| Self { held: Held::Writer(connection), is_calm: false };
        match connection.execute_batch(BEGIN).map_err(run::failure) {
            Err(Failure::Database(error)) if run::is_busy(&error) => {}
            other => return other.map(|()| writing(connection)),
        }
        blocking(move || {
            patiently(&connection, patience, || connection.execute_batch(BEGIN).map_err(run::failure))
                .map(|()| writing(connection))
        })
        .await
    }

    /// On a connection that reads, beside the one that writes.
    pub(super) fn begin_reading(reader: Reader) -> Result<Self, Failure> {
        reader.connection().execute_batch("BEGIN").map_err(run::failure)?;
        Ok(Self { held: Held::Reader(reader), is_calm: false })
    }

    #[expect(clippy::unused_async, reason = "the same on every database")]
    pub(in super::super) async fn execute<R>(
        &mut self,
        statement: &Arc<Statement>,
        values: &[Value],
        read: impl Fn(&mut Row<'_>) -> Result<R, LoadError>,
        times: &mut Times,
    ) -> Result<Written<R>, Failure> {
        timed(statement, times, |times| run::execute(self.held.connection(), statement, values, read, times))
    }

    #[expect(clippy::unused_async, reason = "the same on every database")]
    pub(in super::super) async fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.held.connection().execute_batch(sql).map_err(run::failure)
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        let connection = self.held.connection();
        if !connection.is_autocommit() {
            // Where this fails, SQLite has rolled back by itself.
            let _ = connection.execute_batch("ROLLBACK");
        }
        if self.is_calm {
            // It cannot fail: it is a flag of the connection.
            let _ = connection.execute_batch("PRAGMA query_only = 0");
        }
    }
}
