//! SQL text with values comes in, rows or a failure go out: what each database's adapter does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::database::Connected;
use super::log::Times;
use super::migration::Way;
use super::{DatabaseError, Error, Migration, TransactionOptions};
use crate::changeset::ConstraintKind;
use crate::schema::{LoadError, Row, Value};

/// One shape of statement: its text, built once, and how long it takes.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) table: &'static str,
    pub(super) sql: String,
    /// Whether it is a program's own SQL, of whose columns nothing is known here.
    pub(super) is_raw: bool,
    /// By the places of its values: those that no log may show.
    hidden: Box<[bool]>,
    /// Nanoseconds, averaged over the last runs.
    average: AtomicU64,
}

impl Statement {
    /// Above this a read would hold up the other tasks of its thread more than a hop to another thread costs.
    const SLOW: Duration = Duration::from_micros(200);

    pub(super) fn new(table: &'static str, sql: String) -> Self {
        Self { table, sql, is_raw: false, hidden: Box::default(), average: AtomicU64::new(0) }
    }

    /// A program's own SQL.
    pub(super) fn raw(table: &'static str, sql: &str) -> Self {
        Self { is_raw: true, ..Self::new(table, sql.to_owned()) }
    }

    /// The same with values that no log may show, by their places.
    pub(super) fn hiding(self, hidden: impl IntoIterator<Item = bool>) -> Self {
        Self { hidden: hidden.into_iter().collect(), ..self }
    }

    pub(super) fn is_hidden(&self, place: usize) -> bool {
        self.hidden.get(place).copied().unwrap_or(false)
    }

    /// Whether it usually takes long.
    pub(super) fn is_slow(&self) -> bool {
        Duration::from_nanos(self.average.load(Ordering::Relaxed)) > Self::SLOW
    }

    /// Takes one more run into the average, in which it counts for an eighth.
    pub(super) fn took(&self, time: Duration) {
        let average = self.average.load(Ordering::Relaxed);
        let time = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.average.store(average - average / 8 + time / 8, Ordering::Relaxed);
    }
}

/// Whether a statement only reads: SQLite has connections for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// What a statement did.
#[derive(Debug)]
pub(super) struct Written<R> {
    /// How many rows it touched.
    pub(super) rows: usize,
    /// What it returned of them, where it returns something (`SELECT`, `RETURNING`).
    pub(super) returned: Vec<R>,
    /// The columns' names, where the statement asks for them.
    pub(super) columns: Vec<String>,
}

/// Why a statement did not do it.
#[derive(Debug)]
pub(super) enum Failure {
    /// A constraint refused a row.
    Constraint(Violation),
    /// A value of the wrong type.
    Load(LoadError),
    /// The database is there, but too much is asked of it.
    Busy(String),
    /// Anything else.
    Database(DatabaseError),
}

impl Failure {
    /// For statements that are about no table of a schema; see `failed` for the others. No `From`: inference would see it
    /// in the programs of users.
    pub(super) fn into_error(self) -> Error {
        match self {
            Self::Busy(message) => Error::Busy { message },
            Self::Constraint(violation) => Error::Database(violation.error),
            Self::Database(error) => Error::Database(error),
            Self::Load(error) => Error::Database(DatabaseError::new(None, error.to_string())),
        }
    }
}

/// What the database says of a constraint that refused a row, as far as it tells.
#[derive(Debug, PartialEq)]
pub(super) struct Violation {
    pub(super) kind: ConstraintKind,
    pub(super) name: Option<String>,
    /// Of a unique index whose name it does not tell, as SQLite.
    pub(super) columns: Vec<String>,
    pub(super) error: DatabaseError,
}

/// A database behind a repo.
pub(super) trait Adapter: Send + Sync {
    /// The database's SQL for a statement.
    fn sql(&self, statement: &impl sea_query::QueryStatementWriter) -> String;

    /// All rows of a query, each read by `read`. May be dropped at any point. `times` learns how long it takes.
    fn read<R, F>(
        &self,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: F,
        times: &mut Times,
    ) -> impl Future<Output = Result<Written<R>, Failure>> + Send
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static;

    /// Runs a statement that changes rows; what it returns is read by `read`. When it is dropped, the change is made whole or
    /// not at all.
    fn write<R, F>(
        &self,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: F,
        times: &mut Times,
    ) -> impl Future<Output = Result<Written<R>, Failure>> + Send
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static;

    /// A connection for one user alone, in a transaction that has begun.
    fn begin(
        &self,
        options: TransactionOptions,
        times: &mut Times,
    ) -> impl Future<Output = Result<Connected, Failure>> + Send;

    /// Runs what has not gone this way of `migrations`, which come in this way's order; how many these were.
    fn migrate(
        &self,
        way: Way,
        migrations: Vec<Migration>,
    ) -> impl Future<Output = Result<usize, Error>> + Send;

    /// The versions of the migrations that have run.
    fn migrated(&self) -> impl Future<Output = Result<Vec<i64>, Error>> + Send;
}
