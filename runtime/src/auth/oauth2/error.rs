//! Why nobody was signed in.

use std::fmt;

use http::StatusCode;

/// Why nobody was signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OAuth2Error {
    /// No provider has this name: 404.
    UnknownProvider,
    /// The answer does not belong to a request of this session, or comes too late: 403.
    State,
    /// The person or the provider said no, with this code, such as `access_denied`: 403.
    Denied(String),
    /// The provider cannot be reached, or takes too long: 502.
    Unreachable(String),
    /// The provider answered what cannot be used: 502.
    Answer(String),
}

impl OAuth2Error {
    /// The status that answers it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::UnknownProvider => StatusCode::NOT_FOUND,
            Self::State | Self::Denied(_) => StatusCode::FORBIDDEN,
            Self::Unreachable(_) | Self::Answer(_) => StatusCode::BAD_GATEWAY,
        }
    }
}

impl fmt::Display for OAuth2Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownProvider => f.write_str("there is no such provider"),
            Self::State => f.write_str("this is not the answer to a request of this session; sign in again"),
            Self::Denied(code) => write!(f, "the provider refused with `{}`", code.escape_debug()),
            Self::Unreachable(reason) => write!(f, "the provider cannot be reached: {reason}"),
            Self::Answer(reason) => {
                write!(f, "the provider's answer cannot be used: {}", reason.escape_debug())
            }
        }
    }
}

impl std::error::Error for OAuth2Error {}
