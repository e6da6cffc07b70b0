//! A connection comes in, statements run on it, alone or in a transaction.

use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt as _;
use tokio_postgres::RowStream;
use tokio_postgres::error::SqlState;

use super::super::adapter::{Failure, Statement, Written};
use super::super::log::Times;
use super::super::{DatabaseError, TransactionOptions};
use super::bind::Bound;
use super::decode::PostgresRow;
use super::failure;
use super::pool::Loan;
use crate::schema::{LoadError, Row, Value};

impl Loan {
    /// Runs a statement, to its end.
    pub(super) async fn execute<R, F>(
        &mut self,
        statement: &Arc<Statement>,
        values: &[Value],
        read: F,
        times: &mut Times,
    ) -> Result<Written<R>, Failure>
    where
        F: Fn(&mut Row<'_>) -> Result<R, LoadError>,
    {
        let start = Instant::now();
        let result = match self.start(statement, values).await {
            Ok((prepared, rows)) => {
                let names = || prepared.columns().iter().map(|column| column.name().to_owned()).collect();
                let columns = statement.is_raw.then(names).unwrap_or_default();
                finish(rows, times, read).await.map(|written| Written { columns, ..written })
            }
            Err(error) => Err(failure(&error)),
        };
        times.ran(start.elapsed());
        result
    }

    async fn start(
        &mut self,
        statement: &Arc<Statement>,
        values: &[Value],
    ) -> Result<(tokio_postgres::Statement, RowStream), tokio_postgres::Error> {
        let prepared = self.prepare(statement).await?;
        match self.client.query_raw(&prepared, values.iter().map(Bound)).await {
            // A table has changed since, and nothing has run yet. In a transaction it is too late: that has failed.
            Err(error) if error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED) && !self.is_dirty => {
                self.forget();
                let prepared = self.prepare(statement).await?;
                let rows = self.client.query_raw(&prepared, values.iter().map(Bound)).await?;
                Ok((prepared, rows))
            }
            other => other.map(|rows| (prepared, rows)),
        }
    }
}

async fn finish<R, F>(rows: RowStream, times: &mut Times, read: F) -> Result<Written<R>, Failure>
where
    F: Fn(&mut Row<'_>) -> Result<R, LoadError>,
{
    let mut rows = std::pin::pin!(rows);
    let mut returned = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row.map_err(|error| failure(&error))?;
        let row = PostgresRow(&row);
        returned.push(times.decoding(|| read(&mut Row::new(&row))).map_err(Failure::Load)?);
    }
    let count = usize::try_from(rows.rows_affected().unwrap_or(0)).unwrap_or(usize::MAX);
    Ok(Written { rows: count, returned, columns: Vec::new() })
}

/// The connection of a transaction. Dropped before the transaction has ended, it is closed, and the server rolls back.
pub(in super::super) struct Connected {
    loan: Loan,
    /// The first error since the last savepoint: PostgreSQL then does nothing any more but roll back.
    failed: Option<String>,
}

impl Connected {
    pub(super) async fn begin(
        mut loan: Loan,
        options: TransactionOptions,
        times: &mut Times,
    ) -> Result<Self, Failure> {
        loan.is_dirty = true;
        let start = Instant::now();
        loan.client.batch_execute(options.begin()).await.map_err(|error| failure(&error))?;
        times.ran(start.elapsed());
        Ok(Self { loan, failed: None })
    }

    pub(in super::super) async fn execute<R, F>(
        &mut self,
        statement: &Arc<Statement>,
        values: &[Value],
        read: F,
        times: &mut Times,
    ) -> Result<Written<R>, Failure>
    where
        F: Fn(&mut Row<'_>) -> Result<R, LoadError>,
    {
        let before = self.begin_statement();
        let result = self.loan.execute(statement, values, read, times).await;
        self.end_statement(before, result)
    }

    /// `COMMIT`, `ROLLBACK` and what savepoints need.
    pub(in super::super) async fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        if sql.starts_with("ROLLBACK") {
            self.failed = None;
        } else if let Some(error) = &self.failed {
            // A `COMMIT` would roll back and call it a success.
            let message = format!("the transaction is rolled back, since a statement in it failed: {error}");
            return Err(Failure::Database(DatabaseError::new(None, message).with_sqlstate("25P02")));
        }
        self.loan.client.batch_execute(sql).await.map_err(|error| failure(&error))?;
        if sql == "COMMIT" || sql == "ROLLBACK" {
            self.loan.is_dirty = false;
        }
        Ok(())
    }

    /// Until a statement has answered it counts as failed: nobody hears of the error of one that is given up in the middle.
    fn begin_statement(&mut self) -> Option<String> {
        self.failed.replace("it was given up before it had answered".to_owned())
    }

    fn end_statement<R>(&mut self, before: Option<String>, result: Result<R, Failure>) -> Result<R, Failure> {
        let error = match &result {
            Ok(_) | Err(Failure::Load(_) | Failure::Busy(_)) => None,
            Err(Failure::Constraint(violation)) => Some(violation.error.to_string()),
            Err(Failure::Database(error)) => Some(error.to_string()),
        };
        self.failed = before.or(error);
        result
    }
}
