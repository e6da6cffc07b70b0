//! A Rust type comes in, how it is cast from outside, stored and read again goes out.

use std::borrow::Cow;
use std::fmt::{self, Debug};

use serde_json::Value as Json;

use super::{Value, ValueRef};

/// What sort of value a column holds; printed as Ecto names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction.
    Float,
    /// Text.
    String,
    /// Bytes.
    Binary,
    /// Moments in UTC, to the microsecond.
    UtcDatetime,
    /// Days.
    Date,
    /// Moments without a time zone, to the microsecond.
    NaiveDatetime,
    /// Times of day, to the microsecond.
    Time,
    /// Exact numbers of up to 28 digits.
    Decimal,
    /// Identifiers of 128 bits.
    Uuid,
    /// Documents: what JSON holds.
    Map,
    /// Values of this kind, one after the other.
    Array(&'static Kind),
}

impl Kind {
    /// `integer`, `string`, `utc_datetime`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::String => "string",
            Self::Binary => "binary",
            Self::UtcDatetime => "utc_datetime",
            Self::Date => "date",
            Self::NaiveDatetime => "naive_datetime",
            Self::Time => "time",
            Self::Decimal => "decimal",
            Self::Uuid => "uuid",
            Self::Map => "map",
            Self::Array(_) => "array",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A type that columns hold: Ecto's `Ecto.Type`.
///
/// Bennu implements it for the types of this table; an `Option` of any of them may be null.
///
/// | type | Ecto's | SQLite keeps | from a form or JSON |
/// |---|---|---|---|
/// | `bool` | `:boolean` | 0 or 1 | `true`, `"true"`, `"1"` |
/// | `i8`, `i16`, `i32`, `i64`, `u16`, `u32` | `:integer` | an integer | `7`, `"7"` |
/// | `f32`, `f64` | `:float` | a float | `1.5`, `"1.5"` |
/// | [`Decimal`](crate::rust_decimal::Decimal) | `:decimal` | text; in a column declared `DECIMAL` a number of 15 digits, which compares and sorts as one | `"1.50"`, `1.5` |
/// | `String` | `:string` | text | text |
/// | `Vec<u8>` | `:binary` | bytes | text |
/// | [`Uuid`](crate::uuid::Uuid) | `Ecto.UUID` | text | `"0191…-…"`, with its hyphens |
/// | [`Date`](time::Date) | `:date` | text | `"2026-11-20"` |
/// | [`Time`](time::Time) | `:time_usec` | text | `"10:15"`, `"10:15:30.5"` |
/// | [`PrimitiveDateTime`](time::PrimitiveDateTime) | `:naive_datetime_usec` | text | `"2026-11-20T10:15"` |
/// | [`OffsetDateTime`](time::OffsetDateTime) | `:utc_datetime_usec` | text | `"2026-11-20T10:15+02:00"` |
/// | [`serde_json::Map`] | `:map` | JSON text | an object |
/// | [`serde_json::Value`] | | JSON text | anything but null |
/// | `Vec` of any of these but bytes | `{:array, _}` | JSON text | a list |
///
/// Implement it for a type of your own on top of one of these:
///
/// ```
/// use bennu::schema::{CastError, Kind, LoadError, Type, Value, ValueRef};
/// use bennu::serde_json::{Value as Json, json};
///
/// /// A language's code in lower case.
/// #[derive(Clone, Debug, PartialEq)]
/// struct Language(String);
///
/// impl Type for Language {
///     const KIND: Kind = Kind::String;
///
///     fn cast(input: &Json) -> Result<Self, CastError> {
///         let code = String::cast(input)?.to_lowercase();
///         if code.len() == 2 { Ok(Self(code)) } else { Err(CastError::new("is not a language")) }
///     }
///
///     fn dump(&self) -> Value {
///         self.0.dump()
///     }
///
///     fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
///         String::load(value).map(Self)
///     }
/// }
///
/// bennu::schema! { pub(crate) struct Page in "pages" { language: Language, fallback: Option<Language> } }
///
/// assert_eq!(Language::cast(&json!("DE")), Ok(Language("de".to_owned())));
/// ```
#[diagnostic::on_unimplemented(
    message = "no column holds `{Self}`",
    label = "this is not a column's type",
    note = "columns hold `bool`, `i8`, `i16`, `i32`, `i64`, `u16`, `u32`, `f32`, `f64`, `Decimal`, `String`, `Vec<u8>`, `Uuid`, the types of `bennu::time`, `serde_json::Value` and `Map`, `Vec`s and `Option`s of them",
    note = "to store a type of your own, implement `bennu::schema::Type` for it"
)]
pub trait Type: Clone + Debug + PartialEq + Send + Sync + Sized + 'static {
    /// What it is stored as.
    const KIND: Kind;

    /// The value from outside data: a string of a form or a query, or a value of a JSON body. Lenient and careful.
    ///
    /// # Errors
    /// When the input is no such value; the error becomes the field's.
    fn cast(input: &Json) -> Result<Self, CastError>;

    /// The value as it is stored.
    fn dump(&self) -> Value;

    /// The value from what is stored.
    ///
    /// # Errors
    /// When something else is stored there.
    fn load(value: ValueRef<'_>) -> Result<Self, LoadError>;
}

/// A [`Type`], or an `Option` of one: what fields of a schema are.
#[diagnostic::on_unimplemented(
    message = "no column holds `{Self}`",
    label = "this is not a column's type",
    note = "columns hold `bool`, `i8`, `i16`, `i32`, `i64`, `u16`, `u32`, `f32`, `f64`, `Decimal`, `String`, `Vec<u8>`, `Uuid`, the types of `bennu::time`, `serde_json::Value` and `Map`, `Vec`s and `Option`s of them",
    note = "to store a type of your own, implement `bennu::schema::Type` for it"
)]
pub trait FieldType: Clone + Debug + PartialEq + Send + Sync + Sized + 'static {
    /// The type without its `Option`.
    type Inner: Type;

    /// Whether it is an `Option`.
    const NULLABLE: bool;

    /// The value from outside data.
    ///
    /// # Errors
    /// When the input is no such value.
    fn cast(input: &Json) -> Result<Self, CastError>;

    /// The value as it is stored.
    fn dump(&self) -> Value;

    /// The value from what is stored.
    ///
    /// # Errors
    /// When something else is stored there.
    fn load(value: ValueRef<'_>) -> Result<Self, LoadError>;
}

impl<T: Type> FieldType for T {
    type Inner = T;
    const NULLABLE: bool = false;

    fn cast(input: &Json) -> Result<Self, CastError> {
        <T as Type>::cast(input)
    }

    fn dump(&self) -> Value {
        <T as Type>::dump(self)
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        <T as Type>::load(value)
    }
}

impl<T: Type> FieldType for Option<T> {
    type Inner = T;
    const NULLABLE: bool = true;

    fn cast(input: &Json) -> Result<Self, CastError> {
        if input.is_null() { Ok(None) } else { T::cast(input).map(Some) }
    }

    fn dump(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::dump)
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        if value == ValueRef::Null { Ok(None) } else { T::load(value).map(Some) }
    }
}

/// Why outside data is no value of a type: "is invalid", unless the type says it better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CastError {
    message: Cow<'static, str>,
}

impl CastError {
    /// An error with a message of its own.
    #[must_use]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into() }
    }

    /// The message without the place where it says it.
    #[must_use]
    pub fn into_message(self) -> Cow<'static, str> {
        self.message
    }
}

impl Default for CastError {
    fn default() -> Self {
        Self::new("is invalid")
    }
}

/// Why what is stored is no value of the field's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    expected: &'static str,
    found: &'static str,
    index: Option<usize>,
}

impl LoadError {
    /// `expected` is what the type wanted, as in "an integer".
    #[must_use]
    pub fn new(expected: &'static str, found: ValueRef<'_>) -> Self {
        Self { expected, found: found.sort(), index: None }
    }

    pub(crate) fn at(self, index: usize) -> Self {
        Self { index: Some(index), ..self }
    }

    /// The place of the field that was read, where it is known.
    pub(crate) fn index(&self) -> Option<usize> {
        self.index
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for LoadError {}
