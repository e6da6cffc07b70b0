//! The writer's connection comes in, statements of one transaction run on it.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::OwnedMutexGuard;

use super::super::adapter::{Failure, Statement, Written};
use super::super::log::Times;
use super::{blocking, patiently, run, timed};
use crate::schema::{LoadError, Row, Value};

/// The one connection that writes, for as long as a transaction lasts. Dropped before the transaction has ended, it rolls back.
pub(in super::super) struct Connected(OwnedMutexGuard<Connection>);

impl Connected {
    /// Takes the write lock at once, so that no statement of the transaction meets another process's.
    pub(super) async fn begin(
        connection: OwnedMutexGuard<Connection>,
        patience: Duration,
    ) -> Result<Self, Failure> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        match connection.execute_batch(BEGIN).map_err(run::failure) {
            Err(Failure::Database(error)) if run::is_busy(&error) => {}
            other => return other.map(|()| Self(connection)),
        }
        blocking(move || {
            patiently(&connection, patience, || connection.execute_batch(BEGIN).map_err(run::failure))
                .map(|()| Self(connection))
        })
        .await
    }

    #[expect(clippy::unused_async, reason = "the same on every database")]
    pub(in super::super) async fn execute<R>(
        &mut self,
        statement: &Arc<Statement>,
        values: &[Value],
        read: impl Fn(&mut Row<'_>) -> Result<R, LoadError>,
        times: &mut Times,
    ) -> Result<Written<R>, Failure> {
        timed(statement, times, |times| run::execute(&self.0, statement, values, read, times))
    }

    #[expect(clippy::unused_async, reason = "the same on every database")]
    pub(in super::super) async fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.0.execute_batch(sql).map_err(run::failure)
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // Where this fails, SQLite has rolled back by itself.
            let _ = self.0.execute_batch("ROLLBACK");
        }
    }
}
