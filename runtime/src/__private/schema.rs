//! What `schema!` expands to calls.

pub use ::serde_json::Value as Json;
pub use ::time::OffsetDateTime;

pub use crate::path::{Param, Segment};
pub use crate::schema::{
    CastError, Column, Embedded, Field, FieldType, Generated, Kind, LoadError, OnReplace, Row, Schema, Table,
    Type, Value, ValueRef,
};
pub use ::uuid::Uuid;

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
