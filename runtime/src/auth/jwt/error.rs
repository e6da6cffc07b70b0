//! Why a web token or its key is refused.

use std::fmt;

use crate::auth::AuthError;

/// Why a web token does not count. It is answered with 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwtError {
    /// It is not three parts of base64, or what they hold is not what they should.
    Malformed,
    /// It was not signed with this key, or was changed since.
    Signature,
    /// It speaks of another algorithm, of another kind of token, or of what must be understood and is not.
    Algorithm,
    /// It has ended.
    Expired,
    /// It has not begun.
    NotYet,
    /// Somebody else made it.
    Issuer,
    /// It is for somebody else.
    Audience,
    /// It was revoked, or has no name by which it could be.
    Revoked,
}

impl fmt::Display for JwtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the token is malformed",
            Self::Signature => "the token's signature is not right",
            Self::Algorithm => "the token is of another algorithm or kind",
            Self::Expired => "the token has expired",
            Self::NotYet => "the token does not count yet",
            Self::Issuer => "the token is of another issuer",
            Self::Audience => "the token is for another audience",
            Self::Revoked => "the token was revoked",
        })
    }
}

impl std::error::Error for JwtError {}

impl From<JwtError> for AuthError {
    fn from(error: JwtError) -> Self {
        match error {
            JwtError::Expired => Self::ExpiredToken,
            _ => Self::InvalidToken,
        }
    }
}

/// Why a key for web tokens cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwtKeyError {
    /// A key of HS256 has so many bytes and needs 32.
    Short(usize),
    /// This is not an Ed25519 key in PEM.
    Malformed,
}

impl fmt::Display for JwtKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short(length) => write!(f, "the key has {length} bytes and needs at least 32"),
            Self::Malformed => f.write_str(
                "expected an Ed25519 key in PEM, as `openssl genpkey -algorithm ed25519` makes it",
            ),
        }
    }
}

impl std::error::Error for JwtKeyError {}
