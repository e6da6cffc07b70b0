//! A changed value comes in, whether it is too short or too long goes out.

use std::ops::{Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use serde_json::{Map, Value as Json};
use unicode_segmentation::UnicodeSegmentation as _;

use super::super::{Changeset, FieldError, Meta};
use super::Validation;
use crate::schema::{Column, FieldType, Schema, Type};

/// How long a value may be. Written as a range, `1..=500`, `8..`, `..=20`; a number alone is the only length allowed.
///
/// Text is counted in what readers see as one character, unless [`codepoints`](Self::codepoints) or [`bytes`](Self::bytes)
/// says otherwise: `Length::from(..=72).bytes()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    is: Option<usize>,
    min: Option<usize>,
    max: Option<usize>,
    count: Count,
}

/// What is counted in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Count {
    /// What readers see as one character: an `e` with an accent, a flag, a family of four.
    #[default]
    Graphemes,
    /// Unicode's scalar values, Rust's `char`.
    Codepoints,
    /// Bytes in UTF-8.
    Bytes,
}

impl Length {
    /// The same for Unicode's scalar values.
    #[must_use]
    pub fn codepoints(self) -> Self {
        Self { count: Count::Codepoints, ..self }
    }

    /// The same for bytes, as for a password that is hashed by bcrypt.
    #[must_use]
    pub fn bytes(self) -> Self {
        Self { count: Count::Bytes, ..self }
    }

    /// What is broken by a value that is so long: the kind of limit, the words before its number, and the number.
    fn broken_by(self, length: usize) -> Option<(&'static str, &'static str, usize)> {
        let Self { is, min, max, .. } = self;
        let is = is.filter(|is| length != *is).map(|is| ("is", "", is));
        let min = min.filter(|min| length < *min).map(|min| ("min", "at least ", min));
        let max = max.filter(|max| length > *max).map(|max| ("max", "at most ", max));
        is.or(min).or(max)
    }

    fn validation(self) -> Validation {
        let limits = [("is", self.is), ("min", self.min), ("max", self.max)];
        let limits = limits.into_iter().filter_map(|(name, limit)| Some((name, Meta::from(limit?))));
        let count = match self.count {
            Count::Graphemes => None,
            Count::Codepoints => Some(("count", Meta::from("codepoints"))),
            Count::Bytes => Some(("count", Meta::from("bytes"))),
        };
        Validation::new("length", limits.chain(count).collect())
    }
}

impl From<usize> for Length {
    fn from(is: usize) -> Self {
        Self { is: Some(is), ..Self::default() }
    }
}

impl From<RangeInclusive<usize>> for Length {
    fn from(range: RangeInclusive<usize>) -> Self {
        Self { min: Some(*range.start()), max: Some(*range.end()), ..Self::default() }
    }
}

impl From<Range<usize>> for Length {
    fn from(range: Range<usize>) -> Self {
        Self { min: Some(range.start), max: Some(range.end.saturating_sub(1)), ..Self::default() }
    }
}

impl From<RangeFrom<usize>> for Length {
    fn from(range: RangeFrom<usize>) -> Self {
        Self { min: Some(range.start), ..Self::default() }
    }
}

impl From<RangeToInclusive<usize>> for Length {
    fn from(range: RangeToInclusive<usize>) -> Self {
        Self { max: Some(range.end), ..Self::default() }
    }
}

impl From<RangeTo<usize>> for Length {
    fn from(range: RangeTo<usize>) -> Self {
        Self { max: Some(range.end.saturating_sub(1)), ..Self::default() }
    }
}

/// A value that has a length: text in characters, bytes in bytes, lists and maps in items.
///
/// ```
/// use bennu::changeset::{Count, Measured};
///
/// let family = "👨‍👩‍👧".to_owned();
/// let length = |count| family.measure(count).length();
/// assert_eq!((length(Count::Graphemes), length(Count::Codepoints), length(Count::Bytes)), (1, 5, 18));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length to validate",
    label = "this column's values have no length",
    note = "`validate_length` is for text, bytes, lists and maps; a rule for other types is a `validate_number` or a `validate_change`"
)]
pub trait Measured {
    /// How long it is, and in what. Only text heeds `count`.
    fn measure(&self, count: Count) -> Measure;
}

/// How long a value is, and in what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    length: usize,
    /// The type in the error's metadata.
    kind: &'static str,
    /// "be", as in "should be 3 character(s)", or "have".
    verb: &'static str,
    unit: &'static str,
}

impl Measure {
    /// Of a text.
    #[must_use]
    pub fn of_text(text: &str, count: Count) -> Self {
        let characters = |length| Self { length, kind: "string", verb: "be", unit: "character(s)" };
        match count {
            // The characters of ASCII are graphemes each, but for a line's end of two.
            Count::Graphemes if text.is_ascii() && !text.contains('\r') => characters(text.len()),
            Count::Graphemes => characters(text.graphemes(true).count()),
            Count::Codepoints => characters(text.chars().count()),
            Count::Bytes => Self::of_bytes(text.len()),
        }
    }

    /// Of so many bytes.
    #[must_use]
    pub fn of_bytes(length: usize) -> Self {
        Self { length, kind: "binary", verb: "be", unit: "byte(s)" }
    }

    /// Of a list with so many items.
    #[must_use]
    pub fn of_list(length: usize) -> Self {
        Self { length, kind: "list", verb: "have", unit: "item(s)" }
    }

    /// Of a map with so many entries.
    #[must_use]
    pub fn of_map(length: usize) -> Self {
        Self { kind: "map", ..Self::of_list(length) }
    }

    /// How long.
    #[must_use]
    pub fn length(&self) -> usize {
        self.length
    }

    /// What is wrong with a value of this length.
    pub(in super::super) fn broken(self, limits: Length) -> Option<FieldError> {
        let Self { length, kind: ty, verb, unit } = self;
        let (kind, words, limit) = limits.broken_by(length)?;
        let error = FieldError::new(format!("should {verb} {words}%{{count}} {unit}"));
        Some(error.with("count", limit).with("validation", "length").with("kind", kind).with("type", ty))
    }
}

impl Measured for String {
    fn measure(&self, count: Count) -> Measure {
        Measure::of_text(self, count)
    }
}

impl Measured for Vec<u8> {
    fn measure(&self, _count: Count) -> Measure {
        Measure::of_bytes(self.len())
    }
}

impl<T: Type> Measured for Vec<T> {
    fn measure(&self, _count: Count) -> Measure {
        Measure::of_list(self.len())
    }
}

impl Measured for Map<String, Json> {
    fn measure(&self, _count: Count) -> Measure {
        Measure::of_map(self.len())
    }
}

impl<T: Schema> Changeset<T> {
    /// Adds "should be at most 500 character(s)" and the like where a changed value is too short or too long.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { name: String, pin: String, tags: Vec<String> = Vec::new() } }
    ///
    /// let changeset = Changeset::from(User)
    ///     .put_change(User::name, "A")
    ///     .put_change(User::pin, "12345")
    ///     .put_change(User::tags, ["a".to_owned()])
    ///     .validate_length(User::name, 2..=20)
    ///     .validate_length(User::pin, 4)
    ///     .validate_length(User::tags, 2..);
    /// let messages: Vec<_> = changeset.errors().iter().map(|(_, error)| error.to_string()).collect();
    /// assert_eq!(
    ///     messages,
    ///     ["should have at least 2 item(s)", "should be 4 character(s)", "should be at least 2 character(s)"]
    /// );
    /// ```
    pub fn validate_length<F>(mut self, column: Column<T, F>, length: impl Into<Length>) -> Self
    where
        F: FieldType,
        F::Inner: Measured,
    {
        let limits = length.into();
        self.note(column.index(), limits.validation());
        let error = self.get_change(column).and_then(|value| value.measure(limits.count).broken(limits));
        self.add_found(column.name(), error)
    }
}
