//! A message with its arguments apart, for translation, comes in; text for people goes out.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;

use crate::schema::{Assoc, AssociationKind, Column, Link, Relation, Schema};

/// One argument of a message, or a fact about the rule that was broken.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Meta {
    /// A fact that is so or not, as `stale: true`.
    Boolean(bool),
    /// A number, as `count: 20`.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// An exact number.
    Decimal(Decimal),
    /// A name or a text, as `validation: length`.
    Text(Cow<'static, str>),
    /// Several texts, as the values of `enum`.
    List(Vec<String>),
}

impl fmt::Display for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(fact) => fact.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Decimal(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(texts) => f.write_str(&texts.join(", ")),
        }
    }
}

impl From<&'static str> for Meta {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Meta {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Vec<String>> for Meta {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts)
    }
}

macro_rules! meta_of_numbers {
    ($($number:ty => $kind:ident)+) => {$(
        impl From<$number> for Meta {
            fn from(number: $number) -> Self {
                Self::$kind(number.into())
            }
        }
    )+};
}

meta_of_numbers! {
    i8 => Integer
    i16 => Integer
    i32 => Integer
    i64 => Integer
    u16 => Integer
    u32 => Integer
    f32 => Float
    f64 => Float
    Decimal => Decimal
}

impl From<bool> for Meta {
    fn from(fact: bool) -> Self {
        Self::Boolean(fact)
    }
}

impl From<usize> for Meta {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// What an error is about: a column, or a name that is none, as of an association or a confirmation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names nothing that an error of `{T}` could be about",
    label = "expected a column or a name",
    note = "a column is `Message::body`, anything else a name in quotes"
)]
pub trait ErrorKey<T> {
    /// The name that stands with the error.
    fn key(self) -> &'static str;

    /// What a foreign key there is called by convention, after the table and its column.
    fn foreign_key(self) -> String
    where
        Self: Sized,
        T: Schema,
    {
        format!("{}_{}_fkey", T::TABLE, self.key())
    }
}

/// An association; a foreign key of a `belongs_to` is called after its column.
impl<T: Schema, R: Relation> ErrorKey<T> for Assoc<T, R> {
    fn key(self) -> &'static str {
        self.name()
    }

    fn foreign_key(self) -> String {
        let (association, key) = (self.association(), self.name());
        let (table, field) = match (association.link(), association.kind()) {
            (Link::Keys { own, .. }, AssociationKind::BelongsTo) => (T::TABLE, T::FIELDS[*own].source()),
            (Link::Keys { other, .. }, _) => {
                let related = association.related();
                (related.table, related.fields[*other].source())
            }
            (Link::Join { join, .. }, _) => (join.name(), join.own()),
            (Link::Through(_), _) => (T::TABLE, key),
        };
        format!("{table}_{field}_fkey")
    }
}

impl<T: Schema, F> ErrorKey<T> for Column<T, F> {
    fn key(self) -> &'static str {
        self.name()
    }
}

impl<T: Schema> ErrorKey<T> for &'static str {
    fn key(self) -> &'static str {
        self
    }
}

/// An error of one field: a message with holes (`%{count}`), and what fills them.
///
/// They stay apart until somebody reads them, so that a translation can choose words by `count`. Displayed, the holes are
/// filled.
///
/// ```
/// use bennu::changeset::FieldError;
///
/// let error = FieldError::new("should be at least %{count} character(s)").with("count", 3_i64);
/// assert_eq!(error.message(), "should be at least %{count} character(s)");
/// assert_eq!(error.to_string(), "should be at least 3 character(s)");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    message: Cow<'static, str>,
    metadata: Vec<(&'static str, Meta)>,
}

impl FieldError {
    /// An error without metadata.
    #[must_use]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), metadata: Vec::new() }
    }

    /// The same with one more fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Meta>) -> Self {
        self.metadata.push((name, value.into()));
        self
    }

    /// The message with its holes.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// All facts in the order in which Ecto gives them.
    #[must_use]
    pub fn metadata(&self) -> &[(&'static str, Meta)] {
        &self.metadata
    }

    /// Another message, in another language perhaps, with its holes filled by this error's facts.
    pub(crate) fn filled<'a>(&'a self, message: &'a str) -> impl fmt::Display + 'a {
        Filled { message, metadata: &self.metadata }
    }

    pub(super) fn reword(&mut self, message: Cow<'static, str>) {
        self.message = message;
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.filled(&self.message).fmt(f)
    }
}

/// Compares what people read: `errors == ["can't be blank"]`.
impl PartialEq<&str> for FieldError {
    fn eq(&self, text: &&str) -> bool {
        let shown = self.to_string();
        shown == *text
    }
}

/// A message whose holes are filled by metadata.
struct Filled<'a> {
    message: &'a str,
    metadata: &'a [(&'static str, Meta)],
}

impl fmt::Display for Filled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.message;
        while let Some((before, hole)) = rest.split_once("%{") {
            f.write_str(before)?;
            let Some((name, after)) = hole.split_once('}') else {
                f.write_str("%{")?;
                rest = hole;
                continue;
            };
            match self.metadata.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => value.fmt(f)?,
                None => write!(f, "%{{{name}}}")?,
            }
            rest = after;
        }
        f.write_str(rest)
    }
}

impl From<&'static str> for FieldError {
    fn from(message: &'static str) -> Self {
        Self::new(message)
    }
}

impl From<String> for FieldError {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}
