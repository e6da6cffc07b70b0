//! A number, or a text that begins with one as in `13-hello-world`, comes in; the key of a video goes out.

use bennu::router::{FromParam, ParamError};
use bennu::schema::{CastError, Kind, LoadError, Type, Value, ValueRef};
use bennu::serde_json::Value as Json;

/// The primary key of a video, which its address carries in front of the slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, bennu::Param)]
pub struct Permalink(pub i64);

impl Permalink {
    /// The number at the front of a text, if it is above 0.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
        digits[..end].parse().ok().filter(|id| *id > 0).map(Self)
    }
}

impl Type for Permalink {
    const KIND: Kind = Kind::Integer;

    fn cast(input: &Json) -> Result<Self, CastError> {
        let id = match input {
            Json::String(text) => Self::parse(text),
            number => number.as_i64().map(Self),
        };
        id.ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        self.0.dump()
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        i64::load(value).map(Self)
    }
}

impl FromParam for Permalink {
    fn from_param(segment: &str) -> Result<Self, ParamError> {
        Self::parse(segment).ok_or_else(|| ParamError::new(segment, "the permalink of a video"))
    }
}
