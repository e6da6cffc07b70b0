//! A connection, SQL text and values come in, rows and failures in the repo's own types go out.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef as SqlRef};
use rusqlite::{CachedStatement, Connection, ffi};

use super::super::DatabaseError;
use super::super::adapter::{Failure, Statement, Violation, Written};
use super::super::log::Times;
use super::super::stream::BATCH;
use super::Settings;
use crate::changeset::ConstraintKind;
use crate::schema::{LoadError, Row, RowSource, Value, ValueRef};

/// Runs a statement to its end; each row that it returns is read by `read`.
pub(super) fn execute<R>(
    connection: &Connection,
    statement: &Statement,
    values: &[Value],
    read: impl Fn(&mut Row<'_>) -> Result<R, LoadError>,
    times: &mut Times,
) -> Result<Written<R>, Failure> {
    let mut prepared = prepare(connection, statement, values)?;
    if prepared.column_count() == 0 {
        let rows = prepared.raw_execute().map_err(failure)?;
        return Ok(Written { rows, returned: Vec::new(), columns: Vec::new() });
    }
    let names = || prepared.column_names().map(str::to_owned).collect();
    let columns = statement.is_raw.then(names).unwrap_or_default();
    let (mut returned, mut unloadable) = (Vec::new(), None);
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(failure)? {
        let row = SqliteRow(row);
        match times.decoding(|| read(&mut Row::new(&row))) {
            Ok(row) => returned.push(row),
            // A write is committed only when it has been stepped to its end.
            Err(error) => unloadable = unloadable.or(Some(error)),
        }
    }
    match unloadable {
        None => Ok(Written { rows: returned.len(), returned, columns }),
        Some(error) => Err(Failure::Load(error)),
    }
}

/// Steps through a query; `put` gets its rows in batches, and says whether to go on.
pub(super) fn step<R>(
    connection: &Connection,
    statement: &Statement,
    values: &[Value],
    read: impl Fn(&mut Row<'_>) -> Result<R, LoadError>,
    mut put: impl FnMut(Vec<R>) -> bool,
) -> Result<(), Failure> {
    let mut prepared = prepare(connection, statement, values)?;
    let mut rows = prepared.raw_query();
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(row) = rows.next().map_err(failure)? {
        batch.push(read(&mut Row::new(&SqliteRow(row))).map_err(Failure::Load)?);
        if batch.len() == BATCH && !put(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))) {
            return Ok(());
        }
    }
    put(batch);
    Ok(())
}

fn prepare<'c>(
    connection: &'c Connection,
    statement: &Statement,
    values: &[Value],
) -> Result<CachedStatement<'c>, Failure> {
    let mut prepared = connection.prepare_cached(&statement.sql).map_err(failure)?;
    if statement.is_raw {
        bind_by_number(&mut prepared, values)?;
        return Ok(prepared);
    }
    for (index, value) in values.iter().enumerate() {
        prepared.raw_bind_parameter(index + 1, Bound(value)).map_err(failure)?;
    }
    Ok(prepared)
}

/// `$2` means the second value, as it does on PostgreSQL; for SQLite itself it is a name like any other.
fn bind_by_number(prepared: &mut CachedStatement<'_>, values: &[Value]) -> Result<(), Failure> {
    let places: Vec<usize> = (1..=prepared.parameter_count())
        .map(|index| {
            let number = prepared.parameter_name(index).and_then(|name| name.strip_prefix('$')?.parse().ok());
            number.unwrap_or(index)
        })
        .collect();
    let expected = places.iter().copied().max().unwrap_or(0);
    if expected != values.len() || places.contains(&0) {
        let message = format!("expected {expected} values but got {}", values.len());
        return Err(Failure::Database(DatabaseError::new(None, message)));
    }
    places.iter().enumerate().try_for_each(|(index, place)| {
        prepared.raw_bind_parameter(index + 1, Bound(&values[place - 1])).map_err(failure)
    })
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
    fn width(&self) -> usize {
        self.0.as_ref().column_count()
    }

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
