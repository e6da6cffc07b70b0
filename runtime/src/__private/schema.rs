//! What `schema!` expands to calls.

pub use ::time::OffsetDateTime;

pub use crate::path::{Param, Segment};
pub use crate::schema::{Column, Field, FieldType, Generated, LoadError, Row, Schema, Table, Value};

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
    LoadError::new("a schema without mistakes", crate::schema::ValueRef::Null)
}
