//! Changed values come in, what breaks a rule becomes an error for people.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::{Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use super::{Changeset, FieldError, Latest};
use crate::schema::{Column, Columns, FieldType, Schema, Value};

/// How long a value may be. Written as a range, `1..=500`, `8..`, `..=20`; a number alone is the only length allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    is: Option<usize>,
    min: Option<usize>,
    max: Option<usize>,
}

impl From<usize> for Length {
    fn from(is: usize) -> Self {
        Self { is: Some(is), ..Self::default() }
    }
}

impl From<RangeInclusive<usize>> for Length {
    fn from(range: RangeInclusive<usize>) -> Self {
        Self { min: Some(*range.start()), max: Some(*range.end()), is: None }
    }
}

impl From<Range<usize>> for Length {
    fn from(range: Range<usize>) -> Self {
        Self { min: Some(range.start), max: Some(range.end.saturating_sub(1)), is: None }
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

impl Length {
    /// What is broken by `count`: the kind of limit, the words before its number, and the number.
    fn broken_by(self, count: usize) -> Option<(&'static str, &'static str, usize)> {
        let Self { is, min, max } = self;
        let is = is.filter(|is| count != *is).map(|is| ("is", "should be", is));
        let min = min.filter(|min| count < *min).map(|min| ("min", "should be at least", min));
        let max = max.filter(|max| count > *max).map(|max| ("max", "should be at most", max));
        is.or(min).or(max)
    }
}

/// A value that has a length: text in characters, bytes in bytes.
///
/// A character is a Unicode scalar value here, a `char`. Ecto counts what readers see as one character, so that of an `e`
/// followed by a combining accent it counts one, and this two.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length to validate",
    label = "this column's values have no length",
    note = "`validate_length` is for columns of type `String` and `Vec<u8>`; a rule for other types is a `validate_change`"
)]
pub trait Measured {
    /// What is counted, as in "character(s)".
    const UNIT: &'static str;

    /// The type in the error's metadata.
    const TYPE: &'static str;

    /// How many of them there are.
    fn count(&self) -> usize;
}

impl Measured for String {
    const UNIT: &'static str = "character(s)";
    const TYPE: &'static str = "string";

    fn count(&self) -> usize {
        self.chars().count()
    }
}

impl Measured for Vec<u8> {
    const UNIT: &'static str = "byte(s)";
    const TYPE: &'static str = "binary";

    fn count(&self) -> usize {
        self.len()
    }
}

impl FieldError {
    pub(crate) fn blank() -> Self {
        Self::new("can't be blank").with("validation", "required")
    }
}

impl<T: Schema> Changeset<T> {
    /// Adds "can't be blank" for each of `columns` that is null or only white space, in the changes or else in the row.
    ///
    /// A column that has an error already gets no second one.
    pub fn validate_required(mut self, columns: impl Columns<T>) -> Self {
        let mut errors = Vec::new();
        for &index in columns.indexes().as_ref() {
            let name = T::FIELDS[index].name();
            if !self.state.has_error(name) && is_blank(&self.value(index)) {
                self.state.changes.remove(&index);
                errors.push((name, FieldError::blank()));
            }
        }
        self.state.add_errors(errors);
        self
    }

    /// Adds "should be at most 500 character(s)" and the like where a changed text is too short or too long.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { name: String, pin: String } }
    ///
    /// let changeset = Changeset::from(User).put_change(User::name, "A").put_change(User::pin, "12345");
    /// let changeset = changeset.validate_length(User::name, 2..=20).validate_length(User::pin, 4);
    /// let messages: Vec<_> = changeset.errors().iter().map(|(_, error)| error.to_string()).collect();
    /// assert_eq!(messages, ["should be 4 character(s)", "should be at least 2 character(s)"]);
    /// ```
    pub fn validate_length<F>(mut self, column: Column<T, F>, length: impl Into<Length>) -> Self
    where
        F: FieldType,
        F::Inner: Measured,
    {
        let broken = self.get_change(column).and_then(|value| length.into().broken_by(value.count()));
        let error = broken.map(|(kind, words, count)| {
            FieldError::new(format!("{words} %{{count}} {}", F::Inner::UNIT))
                .with("count", count)
                .with("validation", "length")
                .with("kind", kind)
                .with("type", F::Inner::TYPE)
        });
        self.state.add_errors(error.map(|error| (column.name(), error)).into_iter().collect());
        self
    }

    /// Adds "has invalid format" where a changed text does not have the format that `matches` looks for.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { email: String } }
    ///
    /// let changeset = Changeset::from(User).put_change(User::email, "nobody");
    /// let changeset = changeset.validate_format(User::email, |email| email.contains('@'));
    /// assert_eq!(changeset.errors()[0].1.to_string(), "has invalid format");
    /// ```
    pub fn validate_format<F>(self, column: Column<T, F>, matches: impl FnOnce(&str) -> bool) -> Self
    where
        F: FieldType<Inner = String>,
    {
        let broken = |text: &String| !matches(text);
        self.check(column, broken, || FieldError::new("has invalid format").with("validation", "format"))
    }

    /// Adds "is invalid" where a changed value is none of `allowed`.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Order in "orders" { size: String } }
    ///
    /// let sizes = ["small", "large"].map(str::to_owned);
    /// let changeset = Changeset::from(Order).put_change(Order::size, "huge").validate_inclusion(Order::size, &sizes);
    /// assert_eq!(changeset.errors()[0].1.to_string(), "is invalid");
    /// ```
    pub fn validate_inclusion<F>(self, column: Column<T, F>, allowed: &[F::Inner]) -> Self
    where
        F: FieldType,
        F::Inner: Display,
    {
        self.check(
            column,
            |value| !allowed.contains(value),
            || {
                let names: Vec<String> = allowed.iter().map(ToString::to_string).collect();
                FieldError::new("is invalid").with("validation", "inclusion").with("enum", names)
            },
        )
    }

    /// A rule of the program's own: `rule` sees the value only if the field changed and is not null.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Order in "orders" { pieces: i64 } }
    ///
    /// let changeset = Changeset::from(Order).put_change(Order::pieces, 7).validate_change(Order::pieces, |pieces| {
    ///     if pieces % 6 == 0 { Ok(()) } else { Err("must be whole boxes of six") }
    /// });
    /// assert_eq!(changeset.errors()[0].1.to_string(), "must be whole boxes of six");
    /// ```
    pub fn validate_change<F, E>(
        mut self,
        column: Column<T, F>,
        rule: impl FnOnce(&F::Inner) -> Result<(), E>,
    ) -> Self
    where
        F: FieldType,
        E: Into<FieldError>,
    {
        let error = self.get_change(column).and_then(|value| rule(&value).err());
        self.state.add_errors(error.map(|error| (column.name(), error.into())).into_iter().collect());
        self
    }

    /// Adds an error that the program found in another way.
    pub fn add_error<F>(mut self, column: Column<T, F>, error: impl Into<FieldError>) -> Self {
        self.state.add_errors(vec![(column.name(), error.into())]);
        self
    }

    /// Says in other words what the call before this one says; the metadata stay, and may stand in holes as `%{count}`.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { email: String } }
    ///
    /// let changeset = Changeset::from(User)
    ///     .put_change(User::email, "nobody")
    ///     .validate_format(User::email, |email| email.contains('@'))
    ///     .message("must have an @")
    ///     .unique_constraint(User::email)
    ///     .message("has an account already");
    /// assert_eq!(changeset.errors()[0].1.to_string(), "must have an @");
    /// ```
    pub fn message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        match self.state.latest {
            Latest::Nothing => {}
            Latest::Errors(count) => {
                self.state.errors.iter_mut().take(count).for_each(|(_, error)| error.reword(message.clone()));
            }
            Latest::Constraint => {
                if let Some(constraint) = self.state.constraints.last_mut() {
                    constraint.message = message;
                }
            }
        }
        self
    }

    fn check<F: FieldType>(
        mut self,
        column: Column<T, F>,
        broken: impl FnOnce(&F::Inner) -> bool,
        error: impl FnOnce() -> FieldError,
    ) -> Self {
        let found = self.get_change(column).is_some_and(|value| broken(&value));
        self.state.add_errors(found.then(|| (column.name(), error())).into_iter().collect());
        self
    }
}

/// Null, or nothing but white space.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.trim_start().is_empty(),
        _ => false,
    }
}
