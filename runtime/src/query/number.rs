//! Numbers come in, what arithmetic in a query makes of their types goes out.

use rust_decimal::Decimal;

use super::expr::{Assigns, Matches, Unknown};
use crate::schema::Type;

/// A type that the database calculates with.
#[diagnostic::on_unimplemented(message = "`{Self}` is no number", label = "expected a number")]
pub trait Number: Type {
    /// What many of them add up to.
    type Sum: Type;
    /// Their average.
    type Average: Type;
}

/// What a number of type `L` is calculated with: one of the same type. Either side may be an `Option`.
#[diagnostic::on_unimplemented(
    message = "type mismatch in query: `{L}` is not calculated with `{Self}`",
    label = "expected `{L}`, found `{Self}`",
    note = "both sides must be numbers of the same type; convert the pinned value, or use `type(^value, ..)`"
)]
pub trait Operand<L> {}

macro_rules! numbers {
    ($($number:ty, sum $sum:ty, average $average:ty;)+) => {$(
        impl Number for $number {
            type Sum = $sum;
            type Average = $average;
        }

        #[diagnostic::do_not_recommend]
        impl Operand<Self> for $number {}

        #[diagnostic::do_not_recommend]
        impl Operand<Option<Self>> for $number {}

        #[diagnostic::do_not_recommend]
        impl Operand<$number> for Option<$number> {}

        #[diagnostic::do_not_recommend]
        impl Operand<Self> for Option<$number> {}

        #[diagnostic::do_not_recommend]
        impl Operand<Unknown> for $number {}

        #[diagnostic::do_not_recommend]
        impl Operand<$number> for Unknown {}
    )+};
}

numbers! {
    i8, sum i64, average f64;
    i16, sum i64, average f64;
    i32, sum i64, average f64;
    i64, sum i64, average f64;
    u16, sum i64, average f64;
    u32, sum i64, average f64;
    f32, sum f64, average f64;
    f64, sum f64, average f64;
    Decimal, sum Decimal, average Decimal;
}

impl Operand<Self> for Unknown {}

/// Literals: `p.price > 10` for a decimal or a float, `p.price > 9.99` for a decimal.
macro_rules! literals {
    ($($literal:ty => $($number:ty)+;)+) => {$($(
        #[diagnostic::do_not_recommend]
        impl Matches<$number> for $literal {}

        #[diagnostic::do_not_recommend]
        impl Matches<Option<$number>> for $literal {}

        #[diagnostic::do_not_recommend]
        impl Assigns<$number> for $literal {}

        #[diagnostic::do_not_recommend]
        impl Assigns<Option<$number>> for $literal {}

        #[diagnostic::do_not_recommend]
        impl Operand<$number> for $literal {}

        #[diagnostic::do_not_recommend]
        impl Operand<Option<$number>> for $literal {}
    )+)+};
}

literals! {
    i64 => Decimal f32 f64;
    f64 => Decimal;
}
