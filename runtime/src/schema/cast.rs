//! Outside data comes in as JSON, numbers go out.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::CastError;

/// A whole number, or a string that is nothing else than one.
pub(super) fn integer(input: &Json) -> Result<i64, CastError> {
    match input {
        Json::Number(number) => number.as_i64(),
        Json::String(digits) => digits.parse().ok(),
        _ => None,
    }
    .ok_or_else(CastError::default)
}

/// A number, or a string of digits with an optional fraction and exponent; never infinite.
pub(super) fn float(input: &Json) -> Result<f64, CastError> {
    match input {
        Json::Number(number) => number.as_f64(),
        Json::String(digits) if is_decimal(digits) => digits.parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
    .ok_or_else(CastError::default)
}

/// An exact number, or a string of digits with an optional fraction and exponent, of up to 28 digits.
pub(super) fn decimal(input: &Json) -> Result<Decimal, CastError> {
    let text = match input {
        // serde_json's shortest text of a float is the number that somebody wrote.
        Json::Number(number) => number.to_string(),
        Json::String(digits) if is_decimal(digits) => digits.clone(),
        _ => return Err(CastError::default()),
    };
    let exact = || {
        if text.contains(['e', 'E']) {
            Decimal::from_scientific(&text)
        } else {
            Decimal::from_str_exact(&text)
        }
    };
    exact().map_err(|_| CastError::default())
}

/// Text without the character of code 0, which PostgreSQL keeps neither in text nor in documents.
pub(super) fn text(input: &Json) -> Result<&str, CastError> {
    input.as_str().filter(|text| !text.contains('\0')).ok_or_else(CastError::default)
}

/// A document without that character.
pub(super) fn document(input: &Json) -> Result<&Json, CastError> {
    fn is_clean(json: &Json) -> bool {
        match json {
            Json::String(text) => !text.contains('\0'),
            Json::Array(values) => values.iter().all(is_clean),
            Json::Object(map) => map.iter().all(|(name, value)| !name.contains('\0') && is_clean(value)),
            _ => true,
        }
    }
    if is_clean(input) { Ok(input) } else { Err(CastError::default()) }
}

/// Rust reads `inf`, `NaN`, `.5` and `1.` as floats; Elixir does not, nor does a person.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) =
        text.split_once(['e', 'E']).map_or((text, None), |(left, right)| (left, Some(right)));
    let (whole, fraction) =
        mantissa.split_once('.').map_or((mantissa, None), |(left, right)| (left, Some(right)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|part| digits(part.strip_prefix(['-', '+']).unwrap_or(part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Type;
    use serde_json::json;
    use time::macros::{date, datetime, time};

    #[track_caller]
    fn casts<T: Type>(input: Json, expected: T) {
        assert_eq!(T::cast(&input), Ok(expected), "{input}");
    }

    #[track_caller]
    fn refuses<T: Type>(input: Json) {
        assert_eq!(T::cast(&input), Err(CastError::new("is invalid")), "{input}");
    }

    #[test]
    fn integers() {
        casts(json!("42"), 42_i64);
        casts(json!("-7"), -7_i32);
        casts(json!(9), 9_u16);
        for wrong in [
            json!("4.2"),
            json!("4 "),
            json!(""),
            json!("four"),
            json!(4.0),
            json!(true),
            json!(null),
            json!(["1"]),
        ] {
            refuses::<i64>(wrong);
        }
        refuses::<i64>(json!("9223372036854775808"));
        refuses::<i64>(json!(u64::MAX));
        refuses::<u16>(json!("65536"));
        refuses::<u32>(json!(-1));
    }

    #[test]
    fn floats() {
        casts(json!("1.5"), 1.5_f64);
        casts(json!(2), 2.0_f64);
        casts(json!("-1e3"), -1000.0_f64);
        for wrong in ["inf", "NaN", ".5", "1.", "1e", "1e400", "0x1", "1_000", ""] {
            refuses::<f64>(json!(wrong));
        }
        refuses::<f32>(json!("1e300"));
    }

    #[test]
    fn booleans_text_and_bytes() {
        casts(json!(true), true);
        casts(json!("true"), true);
        casts(json!("1"), true);
        casts(json!("0"), false);
        refuses::<bool>(json!(1));
        refuses::<bool>(json!("yes"));
        casts(json!("héllo"), "héllo".to_owned());
        refuses::<String>(json!(5));
        refuses::<String>(json!("a\0b"));
        casts(json!("a\0b"), b"a\0b".to_vec());
        refuses::<Json>(json!({"a": [{"b\0": 1}]}));
        refuses::<serde_json::Map<String, Json>>(json!({"a": ["\0"]}));
        refuses::<String>(json!({"a": "b"}));
        casts(json!("ab"), b"ab".to_vec());
    }

    #[test]
    fn decimals_keep_every_digit() {
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        casts(json!("1.50"), number("1.50"));
        assert_eq!(Decimal::cast(&json!("1.50")).map(|number| number.to_string()), Ok("1.50".to_owned()));
        casts(json!(0.1), number("0.1"));
        casts(json!(-3), number("-3"));
        casts(json!("1e3"), number("1000"));
        for wrong in [
            "",
            "NaN",
            "Infinity",
            "1,5",
            "1_000",
            "1e99",
            "0.12345678901234567890123456789012",
            "99999999999999999999999999999999",
        ] {
            refuses::<Decimal>(json!(wrong));
        }
    }

    #[test]
    fn identifiers_have_their_hyphens() {
        let uuid = uuid::uuid!("0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c");
        casts(json!("0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c"), uuid);
        casts(json!("0191D9A8-7E3B-7C1E-8F59-0D6F2F1B2A3C"), uuid);
        for wrong in ["", "0191d9a87e3b7c1e8f590d6f2f1b2a3c", "{0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c}"] {
            refuses::<uuid::Uuid>(json!(wrong));
        }
    }

    #[test]
    fn times_without_a_zone() {
        casts(json!("2026-11-20T10:15:30.5"), datetime!(2026-11-20 10:15:30.5));
        casts(json!("2026-11-20 10:15+02:00"), datetime!(2026-11-20 10:15));
        refuses::<time::PrimitiveDateTime>(json!("2026-11-20"));
        casts(json!("10:15"), time!(10:15));
        casts(json!("23:59:59.999999"), time!(23:59:59.999999));
        refuses::<time::Time>(json!("24:00"));
    }

    #[test]
    fn times_and_dates() {
        casts(json!("2026-11-20T10:15"), datetime!(2026-11-20 10:15 UTC));
        refuses::<time::OffsetDateTime>(json!("yesterday"));
        casts(json!("2026-11-20"), date!(2026 - 11 - 20));
        refuses::<time::Date>(json!("2026-02-30"));
    }
}
