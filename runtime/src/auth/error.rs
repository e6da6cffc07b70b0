//! Why a program is not let in.

use std::fmt;

use http::StatusCode;

use crate::Error;
use crate::token::TokenError;

/// Why a program is not let in. It is the [source](crate::Error::source) of the error that
/// [`require_bearer`](crate::plug::require_bearer), [`require_api_key`](crate::plug::require_api_key) and
/// [`require_scope`](crate::plug::require_scope) fail with, so that a [fallback](crate::plug::action_fallback) can tell:
///
/// ```
/// use bennu::auth::AuthError;
/// use bennu::serde_json::json;
/// use bennu::{Conn, Error, Result};
///
/// async fn problems(conn: &mut Conn<()>, error: Error) -> Result {
///     let message = match error.source().and_then(|source| source.downcast_ref()) {
///         Some(AuthError::MissingToken) => "Missing token",
///         Some(AuthError::InvalidToken | AuthError::ExpiredToken) => "Invalid token",
///         _ => return Err(error),
///     };
///     conn.put_status(error.status()).json(&json!({"error": message}))
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthError {
    /// There is no `authorization: Bearer`.
    MissingToken,
    /// The token is not one of ours, is malformed, or belongs to nobody.
    InvalidToken,
    /// The token was good once.
    ExpiredToken,
    /// There is no `x-api-key`.
    MissingKey,
    /// The key is not one of ours.
    InvalidKey,
    /// The token or key is good, but not for this.
    InsufficientScope,
}

impl AuthError {
    /// 403 for what is good and does not suffice, otherwise 401.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::InsufficientScope => StatusCode::FORBIDDEN,
            _ => StatusCode::UNAUTHORIZED,
        }
    }

    /// The challenge that goes with the status (RFC 6750, 3); `scope` is what would suffice.
    pub(crate) fn challenge(self, scope: &str) -> String {
        match self {
            Self::MissingToken => "Bearer".to_owned(),
            Self::InvalidToken | Self::ExpiredToken => {
                format!("Bearer error=\"invalid_token\", error_description=\"{self}\"")
            }
            Self::MissingKey | Self::InvalidKey => "ApiKey header=\"x-api-key\"".to_owned(),
            Self::InsufficientScope => format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\""),
        }
    }

    /// What an error of looking a token up means, where it speaks of the token.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        let source = error.source()?;
        if let Some(error) = source.downcast_ref::<Self>() {
            return Some(*error);
        }
        #[cfg(feature = "jwt")]
        if let Some(error) = source.downcast_ref::<super::jwt::JwtError>() {
            return Some((*error).into());
        }
        source.downcast_ref::<TokenError>().map(|error| match error {
            TokenError::Expired => Self::ExpiredToken,
            TokenError::Missing | TokenError::Invalid => Self::InvalidToken,
        })
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingToken => "there is no token",
            Self::InvalidToken => "the token is not valid",
            Self::ExpiredToken => "the token has expired",
            Self::MissingKey => "there is no API key",
            Self::InvalidKey => "the API key is not valid",
            Self::InsufficientScope => "the token or key is not for this",
        })
    }
}

impl std::error::Error for AuthError {}
