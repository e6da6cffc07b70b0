//! The claims of a web token, as JSON has them.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// What a token says: the registered claims of RFC 7519, and those of the application. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Claims<T = Map<String, Value>> {
    /// Whom it is about. A token that does not say it is malformed.
    pub sub: String,
    /// When it ends.
    #[serde(deserialize_with = "seconds")]
    pub exp: u64,
    /// When it was made.
    #[serde(default, deserialize_with = "maybe_seconds", skip_serializing_if = "Option::is_none")]
    pub iat: Option<u64>,
    /// When it begins.
    #[serde(default, deserialize_with = "maybe_seconds", skip_serializing_if = "Option::is_none")]
    pub nbf: Option<u64>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
    /// For whom it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aud: Option<Audience>,
    /// Its own name, by which it can be revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// The claims of the application.
    #[serde(flatten)]
    pub custom: T,
}

/// For whom a token is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Audience {
    /// For one.
    One(String),
    /// For any of several.
    Many(Vec<String>),
}

impl Audience {
    /// Whether it is for `name`.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Many(many) => many.iter().any(|one| one == name),
        }
    }
}

/// A `NumericDate` may have a fraction (RFC 7519, 2), which is left out.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let fraction = || number.as_f64().filter(|seconds| (0.0..1e15).contains(seconds));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0..1e15")]
    let seconds = number.as_u64().or_else(|| fraction().map(|seconds| seconds as u64));
    seconds.ok_or_else(|| serde::de::Error::custom("expected seconds since 1970"))
}

fn maybe_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    seconds(deserializer).map(Some)
}
