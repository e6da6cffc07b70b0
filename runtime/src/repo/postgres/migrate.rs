//! Migrations in order come in, the database has each of them once, or not any more, when they go out.

use std::sync::Arc;
use std::time::Instant;

use tokio_postgres::Client;

use super::super::adapter::Failure;
use super::super::log::Times;
use super::super::migration::{Statement, Way};
use super::super::{Backend, DatabaseError, Error, Migration};
use super::database_error;
use super::pool::{Loan, Pool};

// Any number that other programs do not lock: the letters of "bennu". The lock is the connection's, and goes with it.
const LOCK: &str = "SELECT pg_advisory_lock(422843084405)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(422843084405)";
const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0) NOT NULL)";
const SEEN: &str = "SELECT version FROM schema_migrations ORDER BY version";
const NOTE: &str =
    "INSERT INTO schema_migrations (version, inserted_at) VALUES ($1, now() AT TIME ZONE 'utc')";
const FORGET: &str = "DELETE FROM schema_migrations WHERE version = $1";

/// The versions that have run.
pub(super) async fn seen(pool: &Arc<Pool>) -> Result<Vec<i64>, Error> {
    let loan = pool.take(&mut Times::default()).await.map_err(Failure::into_error)?;
    create(&loan.client).await?;
    versions(&loan.client).await
}

/// Runs each of `migrations` that has not gone this way yet. Several processes may do so at once: one waits for the other.
pub(super) async fn run(pool: &Arc<Pool>, way: Way, migrations: &[Migration]) -> Result<usize, Error> {
    let mut loan = pool.take(&mut Times::default()).await.map_err(Failure::into_error)?;
    // A connection on which a migration failed, or which was given up in the middle, goes with it.
    loan.is_dirty = true;
    batch(&loan.client, LOCK).await?;
    let done = run_locked(&loan, way, migrations).await?;
    batch(&loan.client, UNLOCK).await?;
    loan.is_dirty = false;
    loan.forget();
    Ok(done)
}

async fn run_locked(loan: &Loan, way: Way, migrations: &[Migration]) -> Result<usize, Error> {
    create(&loan.client).await?;
    let seen = versions(&loan.client).await?;
    let is_due = |migration: &&Migration| seen.contains(&migration.version) == (way == Way::Backward);
    let mut done = 0;
    for migration in migrations.iter().filter(is_due) {
        step(&loan.client, way, migration).await?;
        done += 1;
    }
    Ok(done)
}

/// Runs one migration and notes it, both or neither, unless it asks for no transaction.
async fn step(client: &Client, way: Way, migration: &Migration) -> Result<(), Error> {
    let Migration { version, name, in_transaction, .. } = migration;
    let failed = |error: tokio_postgres::Error| migration.failed(database_error(&error));
    let commands = migration.commands(way, Backend::Postgres)?;
    let start = Instant::now();
    tracing::info!(target: "bennu::repo", "== Running {version} {name} {}", way.as_str());
    if *in_transaction {
        client.batch_execute("BEGIN").await.map_err(failed)?;
    }
    for command in commands {
        tracing::info!(target: "bennu::repo", "{}", command.title());
        for statement in command.statements(Backend::Postgres) {
            let Statement::Sql(sql) = statement else {
                unreachable!("PostgreSQL changes its tables in place")
            };
            client.batch_execute(&sql).await.map_err(failed)?;
        }
    }
    if *in_transaction && client.batch_execute("SAVEPOINT bennu").await.is_err() {
        let message = "it ended its own transaction: leave `COMMIT` and `ROLLBACK` to the repo";
        return Err(migration.failed(DatabaseError::new(None, message)));
    }
    let note = if way == Way::Forward { NOTE } else { FORGET };
    client.execute(note, &[version]).await.map_err(failed)?;
    if *in_transaction {
        client.batch_execute("COMMIT").await.map_err(failed)?;
    }
    tracing::info!(target: "bennu::repo", "== Migrated {version} in {:.1}s", start.elapsed().as_secs_f64());
    Ok(())
}

async fn create(client: &Client) -> Result<(), Error> {
    // Two connections that create it at once: one of them fails, though it says `IF NOT EXISTS`.
    match client.batch_execute(CREATE).await {
        Err(error) if error.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION) => Ok(()),
        other => other.map_err(|error| Error::Database(database_error(&error))),
    }
}

async fn versions(client: &Client) -> Result<Vec<i64>, Error> {
    let rows = client.query(SEEN, &[]).await.map_err(|error| Error::Database(database_error(&error)))?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

async fn batch(client: &Client, sql: &str) -> Result<(), Error> {
    client.batch_execute(sql).await.map_err(|error| Error::Database(database_error(&error)))
}
