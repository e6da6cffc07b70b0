//! A database's address comes in, the adapter that speaks to it and its connections go out.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::adapter::{Adapter, Failure, Statement, Written};
use super::log::Times;
use super::migration::Way;
#[cfg(feature = "postgres")]
use super::postgres::{self, Postgres};
use super::sqlite::{self, Sqlite};
use super::{Error, Migration, TransactionOptions};
use crate::schema::{LoadError, Row, Value};

/// The databases that there are. An enum, so that a statement's future is known while compiling and not boxed.
pub(super) enum Database {
    Sqlite(Sqlite),
    #[cfg(feature = "postgres")]
    Postgres(Postgres),
}

/// Which database a repo speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Backend {
    /// SQLite, within the program.
    Sqlite,
    /// PostgreSQL, on a server.
    Postgres,
}

/// A connection that one transaction has for itself.
pub(super) enum Connected {
    Sqlite(sqlite::Connected),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Connected),
}

/// Runs `$work` on whichever database it is.
macro_rules! on_each {
    ($of:expr, $type:ident, $inner:ident => $work:expr) => {
        match $of {
            $type::Sqlite($inner) => $work,
            #[cfg(feature = "postgres")]
            $type::Postgres($inner) => $work,
        }
    };
}

impl Database {
    pub(super) async fn open(url: &str) -> Result<Self, Error> {
        match url.split_once("://") {
            #[cfg(feature = "postgres")]
            Some(("postgres" | "postgresql", _)) => {
                Postgres::open(postgres::Settings::parse(url)?).await.map(Self::Postgres)
            }
            Some((scheme, _)) if scheme != "sqlite" => Err(Error::Setting {
                message: format!(
                    "`{scheme}` is no database that is known here: expected `sqlite` or `postgres`"
                ),
            }),
            _ => Sqlite::open(sqlite::Settings::parse(url)?).await.map(Self::Sqlite),
        }
    }
}

impl Database {
    /// A copy of everything, in memory, where making one is cheaper than a transaction that is taken back.
    pub(super) async fn copy(&self) -> Result<Option<Self>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.copy().await.map(|copy| Some(Self::Sqlite(copy))),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(None),
        }
    }

    /// From when on a statement is slow.
    pub(super) fn slow_query(&self) -> Option<Duration> {
        on_each!(self, Database, database => database.slow_query())
    }

    /// The SQLite database that it is, where it is a file.
    pub(super) fn file(&self) -> Option<&Sqlite> {
        match self {
            Self::Sqlite(sqlite) => sqlite.is_file().then_some(sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => None,
        }
    }

    pub(super) fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Backend::Postgres,
        }
    }
}

impl Adapter for Database {
    fn sql(&self, statement: &impl sea_query::QueryStatementWriter) -> String {
        on_each!(self, Database, database => database.sql(statement))
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
        on_each!(self, Database, database => database.read(statement, values, read, times).await)
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
        on_each!(self, Database, database => database.write(statement, values, read, times).await)
    }

    async fn begin(&self, options: TransactionOptions, times: &mut Times) -> Result<Connected, Failure> {
        on_each!(self, Database, database => database.begin(options, times).await)
    }

    async fn migrate(&self, way: Way, migrations: Vec<Migration>) -> Result<usize, Error> {
        on_each!(self, Database, database => database.migrate(way, migrations).await)
    }

    async fn migrated(&self) -> Result<Vec<i64>, Error> {
        on_each!(self, Database, database => database.migrated().await)
    }
}

impl Connected {
    /// Runs a statement; what it returns is read by `read`.
    pub(super) async fn execute<R, F>(
        &mut self,
        statement: &Arc<Statement>,
        values: &[Value],
        read: F,
        times: &mut Times,
    ) -> Result<Written<R>, Failure>
    where
        R: Send,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send,
    {
        on_each!(self, Connected, connection => connection.execute(statement, values, read, times).await)
    }

    /// Runs SQL that has no values and no rows, as `SAVEPOINT`.
    pub(super) async fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        on_each!(self, Connected, connection => connection.batch(sql).await)
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        on_each!(self, Database, database => database.fmt(f))
    }
}
