//! The values of an enum come in from `#[derive(Enum)]`, how they are cast, stored and read goes out.

use serde_json::Value as Json;

use super::{CastError, Kind, LoadError, Type, Value, ValueRef};

/// An enum that a column holds: `#[derive(bennu::Enum)]`, Ecto's `Ecto.Enum`.
///
/// It is stored as text, its variants in snake case unless they say otherwise; where they have numbers, as these. Parameters name it
/// by its text, or by its number.
///
/// ```
/// use bennu::schema::{Enum, Type, Value};
/// use bennu::serde_json::json;
///
/// #[derive(bennu::Enum, Clone, Copy, Debug, PartialEq)]
/// enum Status {
///     Draft,
///     #[value("in-review")]
///     InReview,
///     Published,
/// }
///
/// #[derive(bennu::Enum, Clone, Copy, Debug, PartialEq)]
/// enum Priority {
///     Low = 1,
///     High = 9,
/// }
///
/// bennu::schema! { pub(crate) struct Post in "posts" { status: Status = Status::Draft, priority: Priority = Priority::Low } }
///
/// assert_eq!(Status::cast(&json!("in-review")), Ok(Status::InReview));
/// assert_eq!(Status::cast(&json!("lost")).unwrap_err().into_message(), "is invalid");
/// assert_eq!((Status::Published.to_string(), Status::VALUES.len()), ("published".to_owned(), 3));
/// assert_eq!((Priority::High.dump(), Priority::cast(&json!("high"))), (Value::Integer(9), Ok(Priority::High)));
/// ```
pub trait Enum: Type {
    /// All values in their order.
    const VALUES: &'static [Self];

    /// Whether its numbers are stored in place of its texts.
    const NUMBERED: bool = false;

    /// The text of a value.
    fn as_str(&self) -> &'static str;

    /// The number of a value, where it has one.
    fn number(&self) -> i64 {
        0
    }
}

/// What an enum is stored as.
pub(crate) const fn kind<E: Enum>() -> Kind {
    if E::NUMBERED { Kind::Integer } else { Kind::String }
}

pub(crate) fn cast<E: Enum>(input: &Json) -> Result<E, CastError> {
    let named = |text: &str| value_where(|value: &E| value.as_str() == text);
    match input {
        Json::String(text) => named(text).or_else(|| numbered(text.parse().ok()?)),
        Json::Number(number) => number.as_i64().and_then(numbered),
        _ => None,
    }
    .ok_or_else(CastError::default)
}

pub(crate) fn dump<E: Enum>(value: &E) -> Value {
    if E::NUMBERED { Value::Integer(value.number()) } else { Value::Text(value.as_str().to_owned()) }
}

pub(crate) fn load<E: Enum>(stored: ValueRef<'_>) -> Result<E, LoadError> {
    match stored {
        ValueRef::Text(text) if !E::NUMBERED => value_where(|value: &E| value.as_str() == text),
        ValueRef::Integer(number) => numbered(number),
        _ => None,
    }
    .ok_or_else(|| LoadError::new("a value of the enum", stored))
}

fn numbered<E: Enum>(number: i64) -> Option<E> {
    value_where(|value: &E| E::NUMBERED && value.number() == number)
}

fn value_where<E: Enum>(is_it: impl Fn(&E) -> bool) -> Option<E> {
    E::VALUES.iter().find(|value| is_it(value)).cloned()
}
