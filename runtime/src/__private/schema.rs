//! What `schema!` expands to calls.

pub use ::time::OffsetDateTime;

pub use crate::path::{Param, Segment};
pub use crate::schema::{
    Column, Embedded, Field, FieldType, Generated, LoadError, OnReplace, Row, Schema, Table, Value,
};
pub use ::uuid::Uuid;

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
    LoadError::new("a schema without mistakes", crate::schema::ValueRef::Null)
}
