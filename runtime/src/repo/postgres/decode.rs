//! A row of the driver comes in, values that the schema's types read go out.

use std::borrow::Cow;
use std::error::Error;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use tokio_postgres::types::{FromSql, Kind, Type};
use uuid::Uuid;

use crate::schema::{LoadError, RowSource, Value, ValueRef};

/// A row as the server sent it.
pub(super) struct PostgresRow<'a>(pub(super) &'a tokio_postgres::Row);

impl RowSource for PostgresRow<'_> {
    fn width(&self) -> usize {
        self.0.len()
    }

    fn value(&self, index: usize) -> Result<ValueRef<'_>, LoadError> {
        if index >= self.0.len() {
            return Err(LoadError::new("one more column", ValueRef::Null));
        }
        match self.0.try_get::<_, Decoded<'_>>(index) {
            Ok(Decoded(value)) => Ok(value),
            Err(_) => Err(LoadError::new("a type that is known here", ValueRef::Binary(&[]))),
        }
    }
}

/// A value in the binary form of its type.
struct Decoded<'a>(ValueRef<'a>);

type Read<T> = Result<T, Box<dyn Error + Sync + Send>>;

impl<'a> FromSql<'a> for Decoded<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Read<Self> {
        decode(ty, raw).map(Self)
    }

    fn from_sql_null(_: &Type) -> Read<Self> {
        Ok(Self(ValueRef::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn decode<'a>(ty: &Type, raw: &'a [u8]) -> Read<ValueRef<'a>> {
    Ok(match *ty {
        Type::INT8 => ValueRef::Integer(i64::from_sql(ty, raw)?),
        Type::INT4 => ValueRef::Integer(i32::from_sql(ty, raw)?.into()),
        Type::INT2 => ValueRef::Integer(i16::from_sql(ty, raw)?.into()),
        Type::OID => ValueRef::Integer(u32::from_sql(ty, raw)?.into()),
        Type::BOOL => ValueRef::Boolean(bool::from_sql(ty, raw)?),
        Type::FLOAT8 => ValueRef::Float(f64::from_sql(ty, raw)?),
        Type::FLOAT4 => ValueRef::Float(f32::from_sql(ty, raw)?.into()),
        Type::BYTEA => ValueRef::Binary(raw),
        Type::UUID => ValueRef::Uuid(Uuid::from_sql(ty, raw)?),
        Type::TIMESTAMPTZ => ValueRef::DateTime(OffsetDateTime::from_sql(ty, raw)?),
        Type::TIMESTAMP => ValueRef::NaiveDateTime(PrimitiveDateTime::from_sql(ty, raw)?),
        Type::DATE => ValueRef::Date(Date::from_sql(ty, raw)?),
        Type::TIME => ValueRef::Time(Time::from_sql(ty, raw)?),
        Type::NUMERIC => ValueRef::Decimal(numeric(raw).ok_or("no decimal of up to 28 digits")?),
        // A byte says which form of the document follows: there is one, text.
        Type::JSONB => ValueRef::Text(text(raw.strip_prefix(&[1]).ok_or("an unknown form of jsonb")?)?),
        _ => match ty.kind() {
            Kind::Array(_) => ValueRef::Array(Cow::Owned(array(ty, raw)?)),
            Kind::Domain(base) => decode(base, raw)?,
            // Text in all its types, JSON, enums: their binary form is the text.
            _ => ValueRef::Text(text(raw)?),
        },
    })
}

fn text(raw: &[u8]) -> Read<&str> {
    Ok(std::str::from_utf8(raw)?)
}

fn array(ty: &Type, raw: &[u8]) -> Read<Vec<Value>> {
    let elements = Vec::<Decoded<'_>>::from_sql(ty, raw)?;
    Ok(elements.into_iter().map(|Decoded(value)| value.to_value()).collect())
}

/// Four numbers of 16 bits (how many digits follow, the first one's place, the sign, how many decimals are shown), then the
/// digits to the base of 10,000.
fn numeric(raw: &[u8]) -> Option<Decimal> {
    let mut words = raw.chunks_exact(2).map(|word| i16::from_be_bytes([word[0], word[1]]));
    let (count, weight) = (words.next()?, i32::from(words.next()?));
    let (sign, scale) = (words.next()?, u32::try_from(words.next()?).ok()?);
    let negative = match sign {
        0 => false,
        0x4000 => true,
        // Not a number, or infinite.
        _ => return None,
    };
    let mut whole = 0_i128;
    for _ in 0..count {
        whole = whole.checked_mul(10_000)?.checked_add(words.next()?.into())?;
    }
    // The last digit's place, in decimals, beside where it shall be.
    let shift = (weight - i32::from(count) + 1) * 4 + i32::try_from(scale).ok()?;
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    let whole = if shift < 0 { whole / power } else { whole.checked_mul(power)? };
    Decimal::try_from_i128_with_scale(if negative { -whole } else { whole }, scale).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[i16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn numbers_keep_their_digits() {
        let read = |raw: &[i16]| numeric(&words(raw)).map(|number| number.to_string());
        assert_eq!(read(&[2, 0, 0, 2, 1, 5000]).as_deref(), Some("1.50"));
        assert_eq!(read(&[0, 0, 0, 0]).as_deref(), Some("0"));
        assert_eq!(read(&[0, 0, 0, 3]).as_deref(), Some("0.000"));
        assert_eq!(read(&[1, 2, 0x4000, 0, 12]).as_deref(), Some("-1200000000"));
        assert_eq!(read(&[1, -2, 0, 8, 42]).as_deref(), Some("0.00000042"));
        assert_eq!(read(&[0, 0, -0x4000, 0]), None);
        assert_eq!(read(&[1, 20, 0, 0, 1]), None);
        assert_eq!(read(&[3, 0, 0, 0, 1]), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_number_or_not(raw: Vec<u8>) {
            let _ = numeric(&raw);
        }
    }
}
