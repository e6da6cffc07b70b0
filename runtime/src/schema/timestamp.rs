//! The moment of a write comes in, what `timestamps` keeps of it goes out.

use time::{OffsetDateTime, PrimitiveDateTime};

use super::FieldType;

/// What `timestamps { type: .. }` can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of timestamps",
    note = "`timestamps` are an `OffsetDateTime` or a `PrimitiveDateTime` of `bennu::time`, or a type of yours that implements `bennu::schema::Timestamp`"
)]
pub trait Timestamp: FieldType {
    /// The value for `now`, a moment in UTC.
    fn at(now: OffsetDateTime) -> Self;
}

impl Timestamp for OffsetDateTime {
    fn at(now: OffsetDateTime) -> Self {
        now
    }
}

/// Without its zone, which is UTC.
impl Timestamp for PrimitiveDateTime {
    fn at(now: OffsetDateTime) -> Self {
        Self::new(now.date(), now.time())
    }
}
