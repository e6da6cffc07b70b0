//! A connection, SQL text and values come in, rows and failures in the repo's own types go out.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef as SqlRef};
use rusqlite::{CachedStatement, Connection, ffi};

use super::super::DatabaseError;
use super::super::adapter::{Failure, Violation, Written};
use super::super::log::Times;
use super::Settings;
use crate::changeset::ConstraintKind;
use crate::schema::{LoadError, Row, RowSource, Value, ValueRef};

/// All rows, each read by `read`.
pub(super) fn query<R>(
    connection: &Connection,
    sql: &str,
    values: &[Value],
    read: impl Fn(&mut Row<'_>) -> Result<R, LoadError>,
    times: &mut Times,
) -> Result<Vec<R>, Failure> {
    let mut statement = prepare(connection, sql, values)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let row = SqliteRow(row);
        found.push(times.decoding(|| read(&mut Row::new(&row))).map_err(Failure::Load)?);
    }
    Ok(found)
}

/// Runs a statement that changes rows, to its end.
pub(super) fn execute<R>(
    connection: &Connection,
    sql: &str,
    values: &[Value],
    read: impl Fn(&mut Row<'_>) -> Result<R, LoadError>,
    times: &mut Times,
) -> Result<Written<R>, Failure> {
    let mut statement = prepare(connection, sql, values)?;
    if statement.column_count() == 0 {
        let rows = statement.raw_execute().map_err(failure)?;
        return Ok(Written { rows, returned: Vec::new() });
    }
    // A statement that returns something is committed only when it has been stepped to its end.
    let mut returned = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(failure)? {
        let row = SqliteRow(row);
        returned.push(times.decoding(|| read(&mut Row::new(&row))));
    }
    let rows = returned.len();
    let returned = returned.into_iter().collect::<Result<_, _>>().map_err(Failure::Load)?;
    Ok(Written { rows, returned })
}

fn prepare<'c>(
    connection: &'c Connection,
    sql: &str,
    values: &[Value],
) -> Result<CachedStatement<'c>, Failure> {
    let mut statement = connection.prepare_cached(sql).map_err(failure)?;
    for (index, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, Bound(value)).map_err(failure)?;
    }
    Ok(statement)
}

/// A value as SQLite stores it.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => SqlRef::Null,
            Value::Boolean(value) => SqlRef::Integer(i64::from(*value)),
            Value::Integer(value) => SqlRef::Integer(*value),
            Value::Float(value) => SqlRef::Real(*value),
            Value::Text(value) => SqlRef::Text(value.as_bytes()),
            Value::Binary(value) => SqlRef::Blob(value),
            other => return Ok(ToSqlOutput::Owned(other.to_text().into())),
        }))
    }
}

/// A row in SQLite's own memory.
struct SqliteRow<'a>(&'a rusqlite::Row<'a>);

impl RowSource for SqliteRow<'_> {
    fn value(&self, index: usize) -> Result<ValueRef<'_>, LoadError> {
        let missing = || LoadError::new("one more column", ValueRef::Null);
        match self.0.get_ref(index).map_err(|_| missing())? {
            SqlRef::Null => Ok(ValueRef::Null),
            SqlRef::Integer(value) => Ok(ValueRef::Integer(value)),
            SqlRef::Real(value) => Ok(ValueRef::Float(value)),
            SqlRef::Blob(bytes) => Ok(ValueRef::Binary(bytes)),
            SqlRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(ValueRef::Text(text)),
                Err(_) => Err(LoadError::new("text in UTF-8", ValueRef::Binary(bytes))),
            },
        }
    }
}

pub(super) fn is_busy(error: &DatabaseError) -> bool {
    error.code().is_some_and(|code| code & 0xff == ffi::SQLITE_BUSY)
}

pub(super) fn database_error(error: &rusqlite::Error) -> DatabaseError {
    DatabaseError::new(error.sqlite_error().map(|error| error.extended_code), error.to_string())
}

/// An error while a database is opened, which says which one.
pub(super) fn opening(settings: &Settings, error: &rusqlite::Error) -> DatabaseError {
    let name = settings.path.as_ref().map_or(":memory:".into(), |path| path.display().to_string());
    DatabaseError::new(
        error.sqlite_error().map(|error| error.extended_code),
        format!("cannot open `{name}`: {error}"),
    )
}

pub(super) fn failure(error: rusqlite::Error) -> Failure {
    let said = database_error(&error);
    let kind = match said.code() {
        Some(
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => ConstraintKind::Unique,
        Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => ConstraintKind::ForeignKey,
        Some(ffi::SQLITE_CONSTRAINT_CHECK) => ConstraintKind::Check,
        Some(ffi::SQLITE_CONSTRAINT_NOTNULL) => ConstraintKind::NotNull,
        _ => return Failure::Database(said),
    };
    Failure::Constraint(violation(kind, said))
}

/// `UNIQUE constraint failed: users.team, users.name` → both columns; `UNIQUE constraint failed: index 'by_hand'` and
/// `CHECK constraint failed: positive` → its name.
fn violation(kind: ConstraintKind, error: DatabaseError) -> Violation {
    let message = error.to_string();
    let place = message.split_once(": ").map_or("", |(_, place)| place);
    let (mut name, mut columns) = (None, Vec::new());
    match (kind, place.strip_prefix("index '")) {
        (ConstraintKind::Unique, Some(index)) => name = Some(index.trim_end_matches('\'').to_owned()),
        (ConstraintKind::Unique, None) => {
            let column = |place: &str| place.rsplit('.').next().unwrap_or(place).to_owned();
            columns = place.split(", ").map(column).collect();
        }
        (ConstraintKind::Check, _) => name = Some(place.to_owned()),
        _ => {}
    }
    Violation { kind, name, columns, error }
}
