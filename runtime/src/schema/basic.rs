//! The types that Bennu itself knows come in, how each is cast, stored and read goes out.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::Value as Json;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

use super::{CastError, Kind, LoadError, Type, Value, ValueRef, cast, time as text};

macro_rules! integers {
    ($($integer:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Type for $integer {
            const KIND: Kind = Kind::Integer;

            fn cast(input: &Json) -> Result<Self, CastError> {
                cast::integer(input)?.try_into().map_err(|_| CastError::default())
            }

            fn dump(&self) -> Value {
                Value::Integer(i64::from(*self))
            }

            fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
                let number = match value {
                    ValueRef::Integer(number) => Some(number),
                    // PostgreSQL's sum of `bigint`.
                    ValueRef::Decimal(number) if number.is_integer() => number.to_i64(),
                    _ => None,
                };
                let Some(number) = number else { return Err(LoadError::new("an integer", value)) };
                number.try_into().map_err(|_| LoadError::new(concat!("an integer that fits `", stringify!($integer), "`"), value))
            }
        }
    )+};
}

// Not `u8`: a `Vec` of it is bytes, no array.
integers!(i8 i16 i32 i64 u16 u32);

#[diagnostic::do_not_recommend]
impl Type for f64 {
    const KIND: Kind = Kind::Float;

    fn cast(input: &Json) -> Result<Self, CastError> {
        cast::float(input)
    }

    fn dump(&self) -> Value {
        Value::Float(*self)
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Float(number) => Ok(number),
            // SQLite stores whole numbers as integers where the column's type does not say otherwise.
            #[expect(clippy::cast_precision_loss, reason = "the column was declared to hold floats")]
            ValueRef::Integer(number) => Ok(number as Self),
            // PostgreSQL's average of whole numbers.
            ValueRef::Decimal(number) => number.to_f64().ok_or_else(|| LoadError::new("a float", value)),
            _ => Err(LoadError::new("a float", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for f32 {
    const KIND: Kind = Kind::Float;

    #[expect(clippy::cast_possible_truncation, reason = "the nearest value is what a shorter float means")]
    fn cast(input: &Json) -> Result<Self, CastError> {
        let number = cast::float(input)? as Self;
        if number.is_finite() { Ok(number) } else { Err(CastError::default()) }
    }

    fn dump(&self) -> Value {
        Value::Float(f64::from(*self))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the nearest value is what a shorter float means")]
    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        <f64 as Type>::load(value).map(|number| number as Self)
    }
}

#[diagnostic::do_not_recommend]
impl Type for bool {
    const KIND: Kind = Kind::Boolean;

    fn cast(input: &Json) -> Result<Self, CastError> {
        match input {
            Json::Bool(value) => Ok(*value),
            Json::String(word) if word == "true" || word == "1" => Ok(true),
            Json::String(word) if word == "false" || word == "0" => Ok(false),
            _ => Err(CastError::default()),
        }
    }

    fn dump(&self) -> Value {
        Value::Boolean(*self)
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Boolean(value) => Ok(value),
            ValueRef::Integer(0) => Ok(false),
            ValueRef::Integer(1) => Ok(true),
            _ => Err(LoadError::new("a boolean", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for String {
    const KIND: Kind = Kind::String;

    fn cast(input: &Json) -> Result<Self, CastError> {
        cast::text(input).map(str::to_owned)
    }

    fn dump(&self) -> Value {
        Value::Text(self.clone())
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Text(text) => Ok(text.to_owned()),
            _ => Err(LoadError::new("text", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for Vec<u8> {
    const KIND: Kind = Kind::Binary;

    fn cast(input: &Json) -> Result<Self, CastError> {
        input.as_str().map(|text| text.as_bytes().to_vec()).ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        Value::Binary(self.clone())
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Binary(bytes) => Ok(bytes.to_vec()),
            ValueRef::Text(text) => Ok(text.as_bytes().to_vec()),
            _ => Err(LoadError::new("bytes", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for OffsetDateTime {
    const KIND: Kind = Kind::UtcDatetime;

    fn cast(input: &Json) -> Result<Self, CastError> {
        input.as_str().and_then(text::parse).ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        Value::DateTime(text::to_stored_precision(*self))
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::DateTime(moment) => Ok(moment),
            // PostgreSQL's `timestamp`, which Ecto takes for these, too.
            ValueRef::NaiveDateTime(moment) => Ok(moment.assume_utc()),
            ValueRef::Text(written) => {
                text::parse(written).ok_or_else(|| LoadError::new("a time in ISO 8601", value))
            }
            _ => Err(LoadError::new("a time", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for Date {
    const KIND: Kind = Kind::Date;

    fn cast(input: &Json) -> Result<Self, CastError> {
        input.as_str().and_then(text::parse_date).ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        Value::Date(*self)
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Date(date) => Ok(date),
            ValueRef::Text(written) => {
                text::parse_date(written).ok_or_else(|| LoadError::new("a date in ISO 8601", value))
            }
            _ => Err(LoadError::new("a date", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for PrimitiveDateTime {
    const KIND: Kind = Kind::NaiveDatetime;

    fn cast(input: &Json) -> Result<Self, CastError> {
        input.as_str().and_then(text::parse_naive).ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        Value::NaiveDateTime(self.replace_time(text::to_microseconds(self.time())))
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::NaiveDateTime(moment) => Ok(moment),
            ValueRef::Text(written) => {
                text::parse_naive(written).ok_or_else(|| LoadError::new("a time in ISO 8601", value))
            }
            _ => Err(LoadError::new("a time without a time zone", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for Time {
    const KIND: Kind = Kind::Time;

    fn cast(input: &Json) -> Result<Self, CastError> {
        input.as_str().and_then(text::parse_time).ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        Value::Time(text::to_microseconds(*self))
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Time(time) => Ok(time),
            ValueRef::Text(written) => {
                text::parse_time(written).ok_or_else(|| LoadError::new("a time of day in ISO 8601", value))
            }
            _ => Err(LoadError::new("a time of day", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for Decimal {
    const KIND: Kind = Kind::Decimal;

    fn cast(input: &Json) -> Result<Self, CastError> {
        cast::decimal(input)
    }

    fn dump(&self) -> Value {
        Value::Decimal(*self)
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Decimal(number) => Ok(number),
            ValueRef::Integer(number) => Ok(Self::from(number)),
            // What SQLite itself computed, as a sum of decimals, is a float.
            ValueRef::Float(number) => {
                Self::try_from(number).map_err(|_| LoadError::new("a decimal of up to 28 digits", value))
            }
            ValueRef::Text(digits) => {
                digits.parse().map_err(|_| LoadError::new("a decimal of up to 28 digits", value))
            }
            _ => Err(LoadError::new("a decimal", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for Uuid {
    const KIND: Kind = Kind::Uuid;

    fn cast(input: &Json) -> Result<Self, CastError> {
        // The crate reads other forms, too, as in braces; Ecto does not.
        let hyphenated = input.as_str().filter(|text| text.len() == 36);
        hyphenated.and_then(|text| text.parse().ok()).ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        Value::Uuid(*self)
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Uuid(uuid) => Ok(uuid),
            ValueRef::Text(text) => text.parse().map_err(|_| LoadError::new("a UUID", value)),
            ValueRef::Binary(bytes) => Self::from_slice(bytes).map_err(|_| LoadError::new("a UUID", value)),
            _ => Err(LoadError::new("a UUID", value)),
        }
    }
}
