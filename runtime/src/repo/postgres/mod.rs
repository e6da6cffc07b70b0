//! Statements come in, PostgreSQL runs them on one of a few connections.

mod bind;
mod connected;
mod decode;
mod migrate;
mod pool;
mod settings;
#[cfg(feature = "tls")]
mod tls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::adapter::{Adapter, Failure, Statement, Violation, Written};
use super::database::Connected as AnyConnected;
use super::log::Times;
use super::migration::Way;
use super::{DatabaseError, Error, Migration, TransactionOptions};
use crate::changeset::ConstraintKind;
use crate::schema::{LoadError, Row, Value};

pub(super) use connected::Connected;
pub(super) use settings::Settings;

use pool::Pool;

/// A PostgreSQL database.
pub(super) struct Postgres {
    pool: Arc<Pool>,
}

impl Postgres {
    /// One connection is made at once, so that a wrong address is known at the start of a program.
    pub(super) async fn open(settings: Settings) -> Result<Self, Error> {
        let pool = Arc::new(Pool::new(settings));
        drop(pool.take(&mut Times::default()).await.map_err(Failure::into_error)?);
        Ok(Self { pool })
    }

    pub(super) fn slow_query(&self) -> Option<Duration> {
        self.pool.settings().slow_query
    }
}

impl Adapter for Postgres {
    fn sql(&self, statement: &impl sea_query::QueryStatementWriter) -> String {
        statement.build(sea_query::PostgresQueryBuilder).0
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
        self.pool.take(times).await?.execute(statement, &values, read, times).await
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
        self.pool.take(times).await?.execute(statement, &values, read, times).await
    }

    async fn begin(&self, options: TransactionOptions, times: &mut Times) -> Result<AnyConnected, Failure> {
        let loan = self.pool.take(times).await?;
        Connected::begin(loan, options, times).await.map(AnyConnected::Postgres)
    }

    async fn migrate(&self, way: Way, migrations: Vec<Migration>) -> Result<usize, Error> {
        migrate::run(&self.pool, way, &migrations).await
    }

    async fn migrated(&self) -> Result<Vec<i64>, Error> {
        migrate::seen(&self.pool).await
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Postgres").field(&self.pool.settings()).finish()
    }
}

/// What the server or the driver says, as the repo says it.
fn failure(error: &tokio_postgres::Error) -> Failure {
    let said = database_error(error);
    let kind = match said.sqlstate() {
        Some("23505") => ConstraintKind::Unique,
        Some("23503" | "23001") => ConstraintKind::ForeignKey,
        Some("23514") => ConstraintKind::Check,
        Some("23P01") => ConstraintKind::Exclusion,
        Some("23502") => ConstraintKind::NotNull,
        _ => return Failure::Database(said),
    };
    let name = error.as_db_error().and_then(|error| error.constraint()).map(str::to_owned);
    Failure::Constraint(Violation { kind, columns: Vec::new(), name, error: said })
}

fn database_error(error: &tokio_postgres::Error) -> DatabaseError {
    match error.as_db_error() {
        // Without the detail: it shows what is in the row.
        Some(said) => DatabaseError::new(None, said.message()).with_sqlstate(said.code().code()),
        // The driver's own text leaves out what it stumbled over.
        None => {
            let source =
                std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
            DatabaseError::new(None, format!("{error}{source}"))
        }
    }
}
