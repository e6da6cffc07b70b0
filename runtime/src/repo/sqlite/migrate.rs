//! Migrations in order come in, the database has each of them once, or not any more, when they go out.

use std::time::Instant;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::super::migration::{Statement, Way};
use super::super::{Backend, DatabaseError, Error, Migration};
use super::rebuild;
use super::run::database_error;

const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, inserted_at TEXT NOT NULL)";
const SEEN: &str = "SELECT version FROM schema_migrations ORDER BY version";
const NOTE: &str = "INSERT OR IGNORE INTO schema_migrations (version, inserted_at) VALUES (?1, strftime('%Y-%m-%dT%H:%M:%S', 'now'))";
const FORGET: &str = "DELETE FROM schema_migrations WHERE version = ?1";

/// The versions that have run.
pub(super) fn seen(connection: &Connection) -> Result<Vec<i64>, Error> {
    let read = || -> rusqlite::Result<_> {
        connection.execute(CREATE, [])?;
        connection.prepare(SEEN)?.query_map([], |row| row.get(0))?.collect()
    };
    read().map_err(|error| Error::Database(database_error(&error)))
}

/// Runs each of `migrations` that has not gone this way yet; how many these were.
pub(super) fn run(connection: &mut Connection, way: Way, migrations: &[Migration]) -> Result<usize, Error> {
    seen(connection)?;
    let mut done = 0;
    for migration in migrations {
        let statements = statements(migration, way)?;
        // Foreign keys are not checked while tables are built anew, or dropping the old one would delete what refers to it.
        // SQLite takes this setting outside of transactions only.
        let relaxed = statements.iter().any(|(_, statement)| matches!(statement, Statement::Rebuild { .. }));
        let failed = |error: rusqlite::Error| migration.failed(database_error(&error));
        if relaxed {
            connection.pragma_update(None, "foreign_keys", false).map_err(failed)?;
        }
        let result = step(connection, way, migration, &statements, relaxed);
        if relaxed {
            connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        }
        done += usize::from(result?);
    }
    Ok(done)
}

/// All that a migration runs, with what the log says of it.
fn statements(migration: &Migration, way: Way) -> Result<Vec<(String, Statement)>, Error> {
    let commands = migration.commands(way, Backend::Sqlite)?;
    let titled = commands.iter().flat_map(|command| {
        command.statements(Backend::Sqlite).into_iter().map(|statement| (command.title(), statement))
    });
    Ok(titled.collect())
}

/// Runs one migration and notes it, both or neither. False where there is nothing to do, or another process was faster.
fn step(
    connection: &mut Connection,
    way: Way,
    migration: &Migration,
    statements: &[(String, Statement)],
    relaxed: bool,
) -> Result<bool, Error> {
    let Migration { version, name, .. } = migration;
    let failed = |error: rusqlite::Error| migration.failed(database_error(&error));
    let start = Instant::now();
    // The write lock is taken first, so that of two processes the second one sees what the first one did.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let note = if way == Way::Forward { NOTE } else { FORGET };
    if transaction.execute(note, [version]).map_err(failed)? == 0 {
        return Ok(false);
    }
    tracing::info!(target: "bennu::repo", "== Running {version} {name} {}", way.as_str());
    for (title, statement) in statements {
        tracing::info!(target: "bennu::repo", "{title}");
        match statement {
            Statement::Sql(sql) => transaction.execute_batch(sql).map_err(failed)?,
            Statement::Rebuild { table, edits } => {
                rebuild::rebuild(&transaction, table, edits).map_err(|error| migration.failed(error))?;
            }
        }
    }
    if transaction.is_autocommit() {
        let message = "it ended its own transaction: leave `COMMIT` and `ROLLBACK` to the repo";
        return Err(migration.failed(DatabaseError::new(None, message)));
    }
    if relaxed {
        check_references(&transaction).map_err(|error| migration.failed(error))?;
    }
    transaction.commit().map_err(failed)?;
    tracing::info!(target: "bennu::repo", "== Migrated {version} in {:.1}s", start.elapsed().as_secs_f64());
    Ok(true)
}

/// That every reference leads to a row, since nobody looked in the meantime.
fn check_references(transaction: &Transaction<'_>) -> Result<(), DatabaseError> {
    let broken = || -> rusqlite::Result<Option<(String, String)>> {
        let mut check = transaction.prepare("PRAGMA foreign_key_check")?;
        let mut rows = check.query([])?;
        rows.next()?.map(|row| Ok((row.get(0)?, row.get(2)?))).transpose()
    };
    match broken().map_err(|error| database_error(&error))? {
        None => Ok(()),
        Some((table, parent)) => {
            let message = format!("rows of `{table}` would refer to rows of `{parent}` that are not there");
            Err(DatabaseError::new(None, message))
        }
    }
}
