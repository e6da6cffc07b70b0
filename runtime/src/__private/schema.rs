//! What `schema!` expands to calls.

pub use ::serde_json::Value as Json;
pub use ::time::OffsetDateTime;

pub use crate::path::{Param, Segment};
pub use crate::query::Direction;
pub use crate::schema::{
    Assoc, Association, AssociationKind, BelongsTo, CastError, Column, Embedded, Enum, Field, FieldType,
    Filter, Generated, HasMany, HasOne, Join, Kind, Link, LoadError, ManyToMany, NoKey, OnReplace, Relation,
    Row, Schema, Table, Type, Value, ValueRef, Writable,
};
pub use ::uuid::Uuid;

use std::fmt::{self, Debug};
use std::pin::Pin;

use crate::repo::{Repo, Through};
use crate::schema::Timestamp;

/// What sort of value an embedded struct is.
#[must_use]
pub const fn embedded_kind<T: Embedded>() -> Kind {
    crate::schema::embedded_kind::<T>()
}

/// The document of an embedded struct.
#[must_use]
pub fn document<T: Embedded>(row: &T) -> Value {
    crate::schema::document::<T>(|index| Schema::dump(row, index))
}

/// The embedded struct of a document.
///
/// # Errors
///
/// When the document is no such struct's.
pub fn from_document<T: Embedded>(value: ValueRef<'_>) -> Result<T, LoadError> {
    crate::schema::from_document(value)
}

/// What sort of value an enum is.
#[must_use]
pub const fn enum_kind<E: Enum>() -> Kind {
    crate::schema::enum_kind::<E>()
}

/// The value of an enum from outside data.
///
/// # Errors
///
/// When there is no such value.
pub fn cast_enum<E: Enum>(input: &Json) -> Result<E, CastError> {
    crate::schema::cast_enum(input)
}

/// The value of an enum as it is stored.
#[must_use]
pub fn dump_enum<E: Enum>(value: &E) -> Value {
    crate::schema::dump_enum(value)
}

/// The value of an enum from what is stored.
///
/// # Errors
///
/// When there is no such value.
pub fn load_enum<E: Enum>(value: ValueRef<'_>) -> Result<E, LoadError> {
    crate::schema::load_enum(value)
}

/// What a new row has of embedded structs.
#[must_use]
pub fn no_rows() -> Value {
    Value::Array(Vec::new())
}

/// A default as it is stored. The function is the user's expression, so that rustc checks it against the field's type.
#[must_use]
pub fn dump<F: FieldType>(value: &F) -> Value {
    value.dump()
}

/// What [`Schema::dump`] says of an index beyond the last field.
#[must_use]
pub const fn nothing() -> Value {
    Value::Null
}

/// What a schema with mistakes loads: nothing. It never runs, since it does not compile.
#[must_use]
pub fn unreadable() -> LoadError {
    LoadError::new("a schema without mistakes", ValueRef::Null)
}

/// An association that takes its way over others.
#[must_use]
pub const fn through<T, R>(assoc: Assoc<T, R>, way: Through<T>) -> Assoc<T, R> {
    assoc.with_way(way)
}

/// Loads what `first` and then `second` lead to.
pub fn load_through<'a, T, R, A, B>(
    repo: &'a Repo,
    rows: Vec<&'a mut T>,
    force: bool,
    assoc: Assoc<T, R>,
    first: Assoc<T, A>,
    second: Assoc<A::Row, B>,
) -> Pin<Box<dyn Future<Output = Result<(), crate::repo::Error>> + Send + 'a>>
where
    T: Schema,
    R: Relation<Row = B::Row>,
    A: Relation,
    B: Relation,
{
    crate::repo::load_through(repo, rows, force, assoc, first, second)
}

/// The place of the primary key's only column.
#[must_use]
pub const fn only_key<T: Schema>() -> usize {
    assert!(
        T::KEY.len() == 1,
        "an association leads to a primary key of one column: name another column with `references`"
    );
    T::KEY[0]
}

/// The value of an association's `where`, of the column's type.
#[must_use]
pub fn value_of<T, F: FieldType>(_column: Column<T, F>, value: F) -> Value {
    value.dump()
}

/// The field of an association that was not asked for.
#[must_use]
pub fn unloaded<R: Relation>(association: &'static Association) -> R {
    R::not_loaded(association)
}

/// A timestamp as it is stored.
#[must_use]
pub fn moment<F: Timestamp>(now: OffsetDateTime) -> Value {
    F::at(now).dump()
}

/// What stands for a secret where a row is printed.
pub struct Redacted;

impl Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("**redacted**")
    }
}

/// Prints a row some of whose fields are secret.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug(f: &mut fmt::Formatter<'_>, name: &str, fields: &[(&str, &dyn Debug)]) -> fmt::Result {
    let mut printed = f.debug_struct(name);
    for (name, value) in fields {
        printed.field(name, value);
    }
    printed.finish()
}
