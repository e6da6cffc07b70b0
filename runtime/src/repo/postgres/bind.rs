//! A value and the type that the server expects come in, the bytes for it go out.

use std::error::Error;

use bytes::{BufMut as _, BytesMut};
use time::PrimitiveDateTime;
use tokio_postgres::types::{Format, IsNull, ToSql, Type};

use crate::schema::Value;

/// A value as PostgreSQL takes it: in its binary form where the value and the parameter are of one sort, else as the text
/// that the server reads into whatever the parameter's type is.
#[derive(Debug)]
pub(super) struct Bound<'a>(pub(super) &'a Value);

type Written = Result<IsNull, Box<dyn Error + Sync + Send>>;

impl Bound<'_> {
    /// None where there is no binary form for this pair.
    fn binary(&self, ty: &Type, out: &mut BytesMut) -> Option<Written> {
        Some(match (self.0, ty) {
            (Value::Boolean(value), &Type::BOOL) => value.to_sql(ty, out),
            (Value::Integer(value), &Type::INT8) => value.to_sql(ty, out),
            (Value::Integer(value), &Type::INT4) => narrow::<i32>(*value, ty, out),
            (Value::Integer(value), &Type::INT2) => narrow::<i16>(*value, ty, out),
            (Value::Float(value), &Type::FLOAT8) => value.to_sql(ty, out),
            (Value::Binary(value), &Type::BYTEA) => value.to_sql(ty, out),
            (Value::DateTime(value), &Type::TIMESTAMPTZ) => value.to_sql(ty, out),
            (Value::DateTime(value), &Type::TIMESTAMP) => {
                PrimitiveDateTime::new(value.date(), value.time()).to_sql(ty, out)
            }
            (Value::NaiveDateTime(value), &Type::TIMESTAMP) => value.to_sql(ty, out),
            (Value::NaiveDateTime(value), &Type::TIMESTAMPTZ) => value.assume_utc().to_sql(ty, out),
            (Value::Date(value), &Type::DATE) => value.to_sql(ty, out),
            (Value::Time(value), &Type::TIME) => value.to_sql(ty, out),
            (Value::Uuid(value), &Type::UUID) => value.to_sql(ty, out),
            _ => return None,
        })
    }

    fn is_binary(&self, ty: &Type) -> bool {
        match self.0 {
            Value::Boolean(_) => *ty == Type::BOOL,
            Value::Integer(_) => matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2),
            Value::Float(_) => *ty == Type::FLOAT8,
            Value::Binary(_) => *ty == Type::BYTEA,
            Value::DateTime(_) | Value::NaiveDateTime(_) => {
                matches!(*ty, Type::TIMESTAMP | Type::TIMESTAMPTZ)
            }
            Value::Date(_) => *ty == Type::DATE,
            Value::Time(_) => *ty == Type::TIME,
            Value::Uuid(_) => *ty == Type::UUID,
            Value::Null | Value::Text(_) | Value::Decimal(_) | Value::Json(_) | Value::Array(_) => false,
        }
    }
}

fn narrow<N: TryFrom<i64> + ToSql>(value: i64, ty: &Type, out: &mut BytesMut) -> Written {
    match N::try_from(value) {
        Ok(number) => number.to_sql(ty, out),
        Err(_) => Err(format!("{value} is out of range for type {ty}").into()),
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Written {
        if let Some(written) = self.binary(ty, out) {
            return written;
        }
        match self.0 {
            Value::Null => return Ok(IsNull::Yes),
            Value::Text(text) => out.put_slice(text.as_bytes()),
            Value::Binary(bytes) => out.put_slice(bytes),
            Value::Array(values) if !matches!(*ty, Type::JSON | Type::JSONB) => {
                out.put_slice(array(values).as_bytes());
            }
            other => out.put_slice(other.to_text().as_bytes()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Written {
        self.to_sql(ty, out)
    }

    fn encode_format(&self, ty: &Type) -> Format {
        if self.is_binary(ty) { Format::Binary } else { Format::Text }
    }
}

/// `{"a","say \"b\"",NULL}`: an array as PostgreSQL reads it from text.
fn array(values: &[Value]) -> String {
    let elements: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::Null => "NULL".to_owned(),
            Value::Array(values) => array(values),
            other => format!("\"{}\"", other.to_text().replace('\\', "\\\\").replace('"', "\\\"")),
        })
        .collect();
    format!("{{{}}}", elements.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_quote_what_they_hold() {
        let words = ["a", "say \"b\\c\"", "{,}", "NULL", ""].map(Value::from).to_vec();
        assert_eq!(array(&words), r#"{"a","say \"b\\c\"","{,}","NULL",""}"#);
        assert_eq!(
            array(&[Value::Null, Value::Array(vec![1.into()]), Value::Array(vec![])]),
            r#"{NULL,{"1"},{}}"#
        );
    }
}
