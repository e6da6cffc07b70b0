//! A typed value comes in, the same value as a database stores it goes out.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde_json::Value as Json;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

/// A value as it is stored, owned: what a changeset holds and what is bound to a statement.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// No value.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
    /// A moment in UTC, in microseconds.
    DateTime(OffsetDateTime),
    /// A day.
    Date(Date),
    /// A moment without a time zone, in microseconds.
    NaiveDateTime(PrimitiveDateTime),
    /// A time of day, in microseconds.
    Time(Time),
    /// An exact number.
    Decimal(Decimal),
    /// An identifier of 128 bits.
    Uuid(Uuid),
    /// A document.
    Json(Box<Json>),
    /// Values of one sort.
    Array(Vec<Value>),
}

/// A value as it is read, borrowed from where it lies.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// No value.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Binary(&'a [u8]),
    /// A moment in UTC, in microseconds.
    DateTime(OffsetDateTime),
    /// A day.
    Date(Date),
    /// A moment without a time zone, in microseconds.
    NaiveDateTime(PrimitiveDateTime),
    /// A time of day, in microseconds.
    Time(Time),
    /// An exact number.
    Decimal(Decimal),
    /// An identifier of 128 bits.
    Uuid(Uuid),
    /// A document. Databases that keep documents as text give [`Text`](Self::Text).
    Json(&'a Json),
    /// Values of one sort. Databases without arrays keep them as documents.
    Array(Cow<'a, [Value]>),
}

impl Value {
    /// The same value, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Boolean(value) => ValueRef::Boolean(*value),
            Self::Integer(value) => ValueRef::Integer(*value),
            Self::Float(value) => ValueRef::Float(*value),
            Self::Text(value) => ValueRef::Text(value),
            Self::Binary(value) => ValueRef::Binary(value),
            Self::DateTime(value) => ValueRef::DateTime(*value),
            Self::Date(value) => ValueRef::Date(*value),
            Self::NaiveDateTime(value) => ValueRef::NaiveDateTime(*value),
            Self::Time(value) => ValueRef::Time(*value),
            Self::Decimal(value) => ValueRef::Decimal(*value),
            Self::Uuid(value) => ValueRef::Uuid(*value),
            Self::Json(value) => ValueRef::Json(value),
            Self::Array(values) => ValueRef::Array(Cow::Borrowed(values)),
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as a form shows it: nothing for null, text as it is, numbers in decimal, times in ISO 8601, documents and
    /// arrays in JSON.
    ///
    /// ```
    /// use bennu::schema::Value;
    ///
    /// assert_eq!(Value::Integer(7).to_text(), "7");
    /// assert_eq!(Value::Null.to_text(), "");
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Text(value) => value.clone(),
            Self::Binary(value) => String::from_utf8_lossy(value).into_owned(),
            Self::DateTime(value) => super::time::format(*value),
            Self::Date(value) => super::time::format_date(*value),
            Self::NaiveDateTime(value) => super::time::format_naive(*value),
            Self::Time(value) => super::time::format_time(*value),
            Self::Decimal(value) => value.to_string(),
            Self::Uuid(value) => value.to_string(),
            Self::Json(value) => value.to_string(),
            Self::Array(_) => self.to_json().to_string(),
        }
    }
}

impl Value {
    /// The value in a document: what JSON has no form for is text, as in [`to_text`](Self::to_text).
    ///
    /// ```
    /// use bennu::schema::Value;
    /// use bennu::serde_json::json;
    ///
    /// assert_eq!(Value::Array(vec![1.into(), Value::Null, "a".into()]).to_json(), json!([1, null, "a"]));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Boolean(value) => Json::from(*value),
            Self::Integer(value) => Json::from(*value),
            Self::Float(value) => Json::from(*value),
            Self::Json(value) => (**value).clone(),
            Self::Array(values) => values.iter().map(Self::to_json).collect(),
            other => Json::from(other.to_text()),
        }
    }
}

impl ValueRef<'_> {
    /// The same value, owned.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Float(value) => Value::Float(value),
            Self::Text(value) => Value::Text(value.to_owned()),
            Self::Binary(value) => Value::Binary(value.to_vec()),
            Self::DateTime(value) => Value::DateTime(value),
            Self::Date(value) => Value::Date(value),
            Self::NaiveDateTime(value) => Value::NaiveDateTime(value),
            Self::Time(value) => Value::Time(value),
            Self::Decimal(value) => Value::Decimal(value),
            Self::Uuid(value) => Value::Uuid(value),
            Self::Json(value) => Value::Json(Box::new(value.clone())),
            Self::Array(values) => Value::Array(values.into_owned()),
        }
    }

    /// What sort of value this is, for messages.
    pub(crate) fn sort(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Text(_) => "text",
            Self::Binary(_) => "bytes",
            Self::DateTime(_) => "a time",
            Self::Date(_) => "a date",
            Self::NaiveDateTime(_) => "a time without a time zone",
            Self::Time(_) => "a time of day",
            Self::Decimal(_) => "a decimal",
            Self::Uuid(_) => "a UUID",
            Self::Json(_) => "a document",
            Self::Array(_) => "an array",
        }
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<Json> for Value {
    fn from(value: Json) -> Self {
        Self::Json(Box::new(value))
    }
}

/// Nothing is null.
impl<V: Into<Value>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! values {
    ($($variant:ident($type:ty)),+ $(,)?) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    )+};
}

values! {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Binary(Vec<u8>),
    DateTime(OffsetDateTime),
    Date(Date),
    NaiveDateTime(PrimitiveDateTime),
    Time(Time),
    Decimal(Decimal),
    Uuid(Uuid),
    Array(Vec<Value>),
}
