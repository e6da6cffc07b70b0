//! Migrations in order come in, the database has each of them once when they go out.

use std::collections::HashSet;
use std::time::Instant;

use rusqlite::{Connection, TransactionBehavior};

use super::super::{Backend, DatabaseError, Error, Migration};
use super::run::database_error;

const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, inserted_at TEXT NOT NULL)";
const SEEN: &str = "SELECT version FROM schema_migrations";
const NOTE: &str = "INSERT OR IGNORE INTO schema_migrations (version, inserted_at) VALUES (?1, strftime('%Y-%m-%dT%H:%M:%S', 'now'))";

pub(super) fn run(connection: &mut Connection, migrations: &[Migration]) -> Result<usize, Error> {
    let seen = seen(connection).map_err(|error| Error::Database(database_error(&error)))?;
    let mut done = 0;
    for migration in migrations.iter().filter(|migration| !seen.contains(&migration.version)) {
        done += usize::from(step(connection, migration)?);
    }
    Ok(done)
}

fn seen(connection: &Connection) -> rusqlite::Result<HashSet<i64>> {
    connection.execute(CREATE, [])?;
    connection.prepare(SEEN)?.query_map([], |row| row.get(0))?.collect()
}

/// Runs one migration and notes it, both or neither. False where another process was faster.
fn step(connection: &mut Connection, migration: &Migration) -> Result<bool, Error> {
    let Migration { version, name, .. } = migration;
    let failed = |error: rusqlite::Error| migration.failed(database_error(&error));
    let start = Instant::now();
    // The write lock is taken first, so that of two processes the second one sees what the first one did.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    if transaction.execute(NOTE, [version]).map_err(failed)? == 0 {
        return Ok(false);
    }
    tracing::info!(target: "bennu::repo", "== Running {version} {name} forward");
    transaction.execute_batch(migration.sql(Backend::Sqlite)).map_err(failed)?;
    if transaction.is_autocommit() {
        let message = "it ended its own transaction: leave `COMMIT` and `ROLLBACK` to the repo";
        return Err(migration.failed(DatabaseError::new(None, message)));
    }
    transaction.commit().map_err(failed)?;
    tracing::info!(target: "bennu::repo", "== Migrated {version} in {:.1}s", start.elapsed().as_secs_f64());
    Ok(true)
}
