//! A table and changes of its definition come in, the table built anew with its rows goes out: what SQLite's `ALTER TABLE`
//! cannot do.
//!
//! As SQLite's manual has it: a new table with the changed definition, the rows copied, the old table dropped, the new one
//! renamed, indexes and triggers created again. The definition is the text that SQLite keeps of it, so that whatever the
//! changes do not touch stays as it was written.

use rusqlite::{Connection, OptionalExtension as _};

use super::super::DatabaseError;
use super::super::migration::Edit;
use super::definition::Definition;
use super::run::database_error;

const TEMPORARY: &str = "bennu_rebuilt";

/// Runs in a transaction in which foreign keys are not checked.
pub(super) fn rebuild(connection: &Connection, table: &str, edits: &[Edit]) -> Result<(), DatabaseError> {
    let said = |error: rusqlite::Error| database_error(&error);
    let find = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1";
    let sql: Option<String> =
        connection.query_row(find, [table], |row| row.get(0)).optional().map_err(said)?;
    let missing = || DatabaseError::new(None, format!("no such table: {table}"));
    let mut definition = Definition::parse(&sql.ok_or_else(missing)?)
        .ok_or_else(|| DatabaseError::new(None, format!("the definition of `{table}` cannot be read")))?;
    for edit in edits {
        definition
            .apply(edit)
            .map_err(|message| DatabaseError::new(None, format!("{message} in table `{table}`")))?;
    }
    let before = columns(connection, table).map_err(said)?;
    let belongings = belongings(connection, table).map_err(said)?;
    connection.execute_batch(&definition.sql(TEMPORARY)).map_err(said)?;
    let after = columns(connection, TEMPORARY).map_err(said)?;
    let kept: Vec<_> =
        before.iter().filter(|column| after.contains(column)).map(|column| quote(column)).collect();
    copy(connection, table, &kept, &unchanged(&kept, edits)).map_err(said)??;
    // Views and triggers that name the table must not be looked at while it is gone.
    let replace = format!(
        "PRAGMA legacy_alter_table = ON; DROP TABLE {old}; ALTER TABLE {TEMPORARY} RENAME TO {old}; PRAGMA legacy_alter_table = OFF",
        old = quote(table)
    );
    connection.execute_batch(&replace).map_err(said)?;
    for Belonging { sql, columns } in belongings {
        // An index over a column that is gone goes with it, as on PostgreSQL.
        if columns.iter().all(|column| after.contains(column)) {
            connection.execute_batch(&sql).map_err(said)?;
        }
    }
    Ok(())
}

/// Copies the rows, and compares the copies with them: all of them are there, and what did not change its type is equal.
fn copy(
    connection: &Connection,
    table: &str,
    kept: &[String],
    unchanged: &[String],
) -> rusqlite::Result<Result<(), DatabaseError>> {
    let (table, all) = (quote(table), kept.join(", "));
    connection.execute_batch(&format!("INSERT INTO {TEMPORARY} ({all}) SELECT {all} FROM {table}"))?;
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let rows = |table: &str| number(&format!("SELECT count(*) FROM {table}"));
    let lost = rows(&table)? - rows(TEMPORARY)?;
    let differing = match unchanged.join(", ") {
        none if none.is_empty() => 0,
        some => number(&format!(
            "SELECT count(*) FROM (SELECT {some} FROM {table} EXCEPT SELECT {some} FROM {TEMPORARY})"
        ))?,
    };
    if lost == 0 && differing == 0 {
        return Ok(Ok(()));
    }
    let message = format!("the copy of {table} is not equal: {lost} rows are missing, {differing} differ");
    Ok(Err(DatabaseError::new(None, message)))
}

fn unchanged(kept: &[String], edits: &[Edit]) -> Vec<String> {
    let changes = |column: &String| {
        edits.iter().any(|edit| matches!(edit, Edit::Set(name, _) if quote(name) == *column))
    };
    kept.iter().filter(|column| !changes(column)).cloned().collect()
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    columns.query_map([table], |row| row.get(0))?.collect()
}

/// An index or a trigger of the table, as it was created, with the columns of the index.
struct Belonging {
    sql: String,
    columns: Vec<String>,
}

fn belongings(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Belonging>> {
    let find = "SELECT name, sql FROM sqlite_master WHERE tbl_name = ?1 AND type IN ('index', 'trigger') AND sql IS NOT NULL";
    let mut found = connection.prepare(find)?;
    let found = found.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(String, String)> = found.collect::<rusqlite::Result<_>>()?;
    let mut index_columns =
        connection.prepare("SELECT name FROM pragma_index_info(?1) WHERE name IS NOT NULL")?;
    found
        .into_iter()
        .map(|(name, sql)| {
            let columns =
                index_columns.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(Belonging { sql, columns })
        })
        .collect()
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
