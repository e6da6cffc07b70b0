//! What the expansion of `from!` calls.

pub use crate::query::cte::subquery;
pub use crate::query::functions::*;
pub use crate::query::preload::{joined, leads_to, load_joined, nested, preload, related};
pub use crate::query::source::*;
pub use crate::query::tree::*;
pub use crate::query::typed::*;
pub use crate::query::{Direction, Expr, Fields, Inner, Outer, Presence, ReadRow, Record};
pub use crate::schema::{FieldType, LoadError, Row, Schema, Source, Type};

/// The next column of a result.
///
/// # Errors
/// When the value does not fit the type.
pub fn read<T: FieldType>(row: &mut Row<'_>) -> Result<T, LoadError> {
    row.read()
}

/// The next whole row of a result.
///
/// # Errors
/// When a value does not fit its field.
pub fn read_row<T: ReadRow>(row: &mut Row<'_>) -> Result<T, LoadError> {
    T::read_row(row)
}
