//! Migrations in order come in, the database has each of them once when they go out.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use super::super::{Backend, DatabaseError, Error, Migration};
use super::database_error;
use super::pool::Pool;
use crate::repo::adapter::Failure;

const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0) NOT NULL)";
const SEEN: &str = "SELECT version FROM schema_migrations";
const NOTE: &str =
    "INSERT INTO schema_migrations (version, inserted_at) VALUES ($1, now() AT TIME ZONE 'utc')";
// Any number that other programs do not lock: the letters of "bennu".
const LOCK: &str = "SELECT pg_advisory_xact_lock(422843084405)";

/// Several processes may run this at once: each migration locks the others out, and looks whether one of them has run it.
pub(super) async fn run(pool: &Arc<Pool>, migrations: &[Migration]) -> Result<usize, Error> {
    let mut loan = pool.take().await.map_err(Failure::into_error)?;
    let create = format!("BEGIN; {LOCK}; {CREATE}; COMMIT");
    loan.is_dirty = true;
    loan.client.batch_execute(&create).await.map_err(|error| Error::Database(database_error(&error)))?;
    let mut done = 0;
    for migration in migrations {
        done += usize::from(step(&loan.client, migration).await?);
    }
    // Only now: a connection on which a migration failed, or which was given up in the middle, goes with it.
    loan.is_dirty = false;
    loan.forget();
    Ok(done)
}

/// Runs one migration and notes it, both or neither. False where it has run already.
async fn step(client: &tokio_postgres::Client, migration: &Migration) -> Result<bool, Error> {
    let Migration { version, name, .. } = migration;
    let failed = |error: tokio_postgres::Error| migration.failed(database_error(&error));
    client.batch_execute(&format!("BEGIN; {LOCK}")).await.map_err(failed)?;
    let seen = client.query(SEEN, &[]).await.map_err(failed)?;
    let seen: HashSet<i64> = seen.iter().map(|row| row.get(0)).collect();
    if seen.contains(version) {
        client.batch_execute("ROLLBACK").await.map_err(failed)?;
        return Ok(false);
    }
    let start = Instant::now();
    tracing::info!(target: "bennu::repo", "== Running {version} {name} forward");
    client.batch_execute(migration.sql(Backend::Postgres)).await.map_err(failed)?;
    if !in_transaction(client).await.map_err(failed)? {
        let message = "it ended its own transaction: leave `COMMIT` and `ROLLBACK` to the repo";
        return Err(migration.failed(DatabaseError::new(None, message)));
    }
    client.execute(NOTE, &[version]).await.map_err(failed)?;
    client.batch_execute("COMMIT").await.map_err(failed)?;
    tracing::info!(target: "bennu::repo", "== Migrated {version} in {:.1}s", start.elapsed().as_secs_f64());
    Ok(true)
}

/// The lock is held as long as the transaction that took it.
async fn in_transaction(client: &tokio_postgres::Client) -> Result<bool, tokio_postgres::Error> {
    const HELD: &str =
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())";
    Ok(client.query_one(HELD, &[]).await?.get(0))
}
