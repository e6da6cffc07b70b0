//! A decoded path segment comes in, the typed argument of a handler goes out.

use std::fmt;
use std::str::FromStr;

/// A path segment that a handler's argument could not be read from; answered with 400.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamError {
    segment: String,
    expected: &'static str,
}

impl ParamError {
    /// `segment` is what the path holds, `expected` says what could have been read, as in "a whole number".
    #[must_use]
    pub fn new(segment: impl Into<String>, expected: &'static str) -> Self {
        Self { segment: segment.into(), expected }
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` in the path is not {}", self.segment, self.expected)
    }
}

impl std::error::Error for ParamError {}

/// A type that a captured segment (`{id}`) can be read as.
///
/// Handlers name the type, the router reads it: `async fn show(conn: &mut Conn, id: i64) -> Result`. Implement it for ids
/// and slugs of your own:
///
/// ```
/// use bennu::router::{FromParam, ParamError};
///
/// #[derive(Debug, PartialEq)]
/// struct MessageId(i64);
///
/// impl FromParam for MessageId {
///     fn from_param(segment: &str) -> Result<Self, ParamError> {
///         i64::from_param(segment).map(Self)
///     }
/// }
///
/// assert_eq!(MessageId::from_param("7"), Ok(MessageId(7)));
/// assert_eq!(MessageId::from_param("seven").unwrap_err().to_string(), "`seven` in the path is not a whole number");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a segment of the path",
    label = "this path hands a segment to an argument of type `{Self}`",
    note = "take `String`, a number, `bool` or `char`, or implement `bennu::router::FromParam` for `{Self}`",
    note = "a `{{*rest}}` at the end of a path is taken as `Vec<String>`"
)]
pub trait FromParam: Sized {
    /// Reads the segment, which is already percent-decoded.
    ///
    /// # Errors
    ///
    /// [`ParamError`] where the segment does not spell a value; the request is answered with 400.
    fn from_param(segment: &str) -> Result<Self, ParamError>;
}

/// A type that all remaining segments (`{*rest}`) can be read as.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the remaining segments of the path",
    label = "this path ends in a glob, which is handed to an argument of type `{Self}`",
    note = "take `Vec<String>`, or `String` for the segments with slashes between them"
)]
pub trait FromSegments: Sized {
    /// Reads the segments, each already percent-decoded; there may be none.
    ///
    /// # Errors
    ///
    /// [`ParamError`] where a segment does not spell a value; the request is answered with 400.
    fn from_segments<'s>(segments: impl Iterator<Item = &'s str>) -> Result<Self, ParamError>;
}

impl<T: FromParam> FromSegments for Vec<T> {
    fn from_segments<'s>(segments: impl Iterator<Item = &'s str>) -> Result<Self, ParamError> {
        segments.map(T::from_param).collect()
    }
}

impl FromSegments for String {
    fn from_segments<'s>(segments: impl Iterator<Item = &'s str>) -> Result<Self, ParamError> {
        let mut joined = Self::new();
        for segment in segments {
            if !joined.is_empty() {
                joined.push('/');
            }
            joined.push_str(segment);
        }
        Ok(joined)
    }
}

impl FromParam for String {
    fn from_param(segment: &str) -> Result<Self, ParamError> {
        Ok(segment.to_owned())
    }
}

impl FromParam for Box<str> {
    fn from_param(segment: &str) -> Result<Self, ParamError> {
        Ok(segment.into())
    }
}

fn parse<T: FromStr>(segment: &str, expected: &'static str) -> Result<T, ParamError> {
    segment.parse().map_err(|_| ParamError::new(segment, expected))
}

macro_rules! from_param_by_from_str {
    ($($expected:literal: $($type:ty),+;)+) => {$($(
        impl FromParam for $type {
            fn from_param(segment: &str) -> Result<Self, ParamError> {
                parse(segment, $expected)
            }
        }
    )+)+};
}

from_param_by_from_str! {
    "a whole number": i8, i16, i32, i64, i128, isize;
    "a whole number from 0": u8, u16, u32, u64, u128, usize;
    "a number": f32, f64;
    "`true` or `false`": bool;
    "a single character": char;
    "a UUID": uuid::Uuid;
}
