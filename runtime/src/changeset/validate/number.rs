//! A changed number comes in, whether it is where it may be goes out.

use std::ops::{Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use rust_decimal::Decimal;

use super::super::{Changeset, FieldError, Meta};
use super::Validation;
use crate::schema::{Column, FieldType, Schema, Type};

/// Where a number may be. Written as a range, `0..100`, `1..`, `..=9`; everything else is said by name:
/// `Limits::new().greater_than(0).not_equal_to(7)`. The first limit that is broken is the error.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits<N> {
    limits: Vec<(Comparison, N)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    LessThan,
    GreaterThan,
    LessThanOrEqualTo,
    GreaterThanOrEqualTo,
    EqualTo,
    NotEqualTo,
}

impl Comparison {
    /// Its name in metadata, and what people are told.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::LessThan => ("less_than", "must be less than %{number}"),
            Self::GreaterThan => ("greater_than", "must be greater than %{number}"),
            Self::LessThanOrEqualTo => ("less_than_or_equal_to", "must be less than or equal to %{number}"),
            Self::GreaterThanOrEqualTo => {
                ("greater_than_or_equal_to", "must be greater than or equal to %{number}")
            }
            Self::EqualTo => ("equal_to", "must be equal to %{number}"),
            Self::NotEqualTo => ("not_equal_to", "must be not equal to %{number}"),
        }
    }

    fn holds<N: PartialOrd>(self, value: &N, limit: &N) -> bool {
        match self {
            Self::LessThan => value < limit,
            Self::GreaterThan => value > limit,
            Self::LessThanOrEqualTo => value <= limit,
            Self::GreaterThanOrEqualTo => value >= limit,
            Self::EqualTo => value == limit,
            Self::NotEqualTo => value != limit,
        }
    }
}

impl<N> Limits<N> {
    /// Anywhere.
    #[must_use]
    pub fn new() -> Self {
        Self { limits: Vec::new() }
    }

    /// Below `number`.
    #[must_use]
    pub fn less_than(self, number: impl Into<N>) -> Self {
        self.and(Comparison::LessThan, number)
    }

    /// Above `number`.
    #[must_use]
    pub fn greater_than(self, number: impl Into<N>) -> Self {
        self.and(Comparison::GreaterThan, number)
    }

    /// At `number` or below.
    #[must_use]
    pub fn less_than_or_equal_to(self, number: impl Into<N>) -> Self {
        self.and(Comparison::LessThanOrEqualTo, number)
    }

    /// At `number` or above.
    #[must_use]
    pub fn greater_than_or_equal_to(self, number: impl Into<N>) -> Self {
        self.and(Comparison::GreaterThanOrEqualTo, number)
    }

    /// At `number`.
    #[must_use]
    pub fn equal_to(self, number: impl Into<N>) -> Self {
        self.and(Comparison::EqualTo, number)
    }

    /// Anywhere but at `number`.
    #[must_use]
    pub fn not_equal_to(self, number: impl Into<N>) -> Self {
        self.and(Comparison::NotEqualTo, number)
    }

    fn and(mut self, comparison: Comparison, number: impl Into<N>) -> Self {
        self.limits.push((comparison, number.into()));
        self
    }
}

impl<N: Number> Limits<N> {
    fn broken_by(&self, value: &N) -> Option<FieldError> {
        let (comparison, limit) =
            self.limits.iter().find(|(comparison, limit)| !comparison.holds(value, limit))?;
        let (kind, message) = comparison.words();
        let error = FieldError::new(message).with("validation", "number").with("kind", kind);
        Some(error.with("number", limit.to_meta()))
    }

    fn validation(&self) -> Validation {
        let options = self.limits.iter().map(|(comparison, limit)| (comparison.words().0, limit.to_meta()));
        Validation::new("number", options.collect())
    }
}

impl<N> Default for Limits<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N> From<Range<N>> for Limits<N> {
    fn from(range: Range<N>) -> Self {
        Self::new().greater_than_or_equal_to(range.start).less_than(range.end)
    }
}

impl<N> From<RangeInclusive<N>> for Limits<N> {
    fn from(range: RangeInclusive<N>) -> Self {
        let (start, end) = range.into_inner();
        Self::new().greater_than_or_equal_to(start).less_than_or_equal_to(end)
    }
}

impl<N> From<RangeFrom<N>> for Limits<N> {
    fn from(range: RangeFrom<N>) -> Self {
        Self::new().greater_than_or_equal_to(range.start)
    }
}

impl<N> From<RangeTo<N>> for Limits<N> {
    fn from(range: RangeTo<N>) -> Self {
        Self::new().less_than(range.end)
    }
}

impl<N> From<RangeToInclusive<N>> for Limits<N> {
    fn from(range: RangeToInclusive<N>) -> Self {
        Self::new().less_than_or_equal_to(range.end)
    }
}

/// A number that has its place among others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no number to validate",
    label = "this column's values are no numbers",
    note = "`validate_number` is for integers, floats and decimals; a rule for other types is a `validate_change`"
)]
pub trait Number: Type + PartialOrd {
    /// The number in an error's metadata.
    fn to_meta(&self) -> Meta;
}

macro_rules! numbers {
    ($($number:ty)+) => {$(
        impl Number for $number {
            fn to_meta(&self) -> Meta {
                Meta::from(*self)
            }
        }
    )+};
}

numbers!(i8 i16 i32 i64 u16 u32 f32 f64 Decimal);

impl<T: Schema> Changeset<T> {
    /// Adds "must be less than 100" and the like where a changed number is not where it may be.
    ///
    /// ```
    /// use bennu::Changeset;
    /// use bennu::changeset::Limits;
    ///
    /// bennu::schema! { pub struct Item in "items" { quantity: i64, price: f64 } }
    ///
    /// let changeset = Changeset::from(Item)
    ///     .put_change(Item::quantity, 100)
    ///     .put_change(Item::price, 0.0)
    ///     .validate_number(Item::quantity, 0..100)
    ///     .validate_number(Item::price, Limits::new().greater_than(0));
    /// let messages: Vec<_> = changeset.errors().iter().map(|(_, error)| error.to_string()).collect();
    /// assert_eq!(messages, ["must be greater than 0", "must be less than 100"]);
    /// ```
    pub fn validate_number<F>(mut self, column: Column<T, F>, limits: impl Into<Limits<F::Inner>>) -> Self
    where
        F: FieldType,
        F::Inner: Number,
    {
        let limits = limits.into();
        self.note(column.index(), limits.validation());
        let error = self.get_change(column).and_then(|value| limits.broken_by(&value));
        self.add_found(column.name(), error)
    }
}
