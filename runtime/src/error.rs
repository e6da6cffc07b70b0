//! Whatever went wrong comes in, an HTTP status with a message that may be shown goes out.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::params::ParamsError;
use crate::router::ParamError;
use crate::token::TokenError;

/// What handlers, plugs and LiveViews return: nothing, or an [`Error`] that becomes an error page.
pub type Result<T = (), E = Error> = core::result::Result<T, E>;

/// An error with the HTTP status that answers it.
///
/// Any [`std::error::Error`] becomes one by `?`: Bennu's own errors bring their status (a row that is not there is 404, a
/// malformed parameter 400), all others are 500. The message is for people and logs; of a 5xx, clients see only the
/// status.
///
/// ```
/// use bennu::Error;
///
/// let error = Error::not_found("there is no message 7");
/// assert_eq!(error.status(), 404);
/// assert_eq!(error.to_string(), "there is no message 7");
/// ```
pub struct Error {
    status: StatusCode,
    message: Cow<'static, str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error that is answered with `status`.
    pub fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: message.into(), source: None }
    }

    /// 400: the request cannot be understood.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 403: the request is understood and refused.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// 404: there is nothing here.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 500: something of ours failed.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// Remembers what caused the error, for logs.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The status that answers this error.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What caused it, where that is known.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.source.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("status", &self.status)
            .field("message", &self.message)
            .field("source", &self.source)
            .finish()
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(source: E) -> Self {
        let status = status_of(&source).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, message: source.to_string().into(), source: Some(Box::new(source)) }
    }
}

/// The status that one of Bennu's own errors brings; each layer adds its line here.
fn status_of(error: &(dyn StdError + 'static)) -> Option<StatusCode> {
    if error.is::<ParamError>() || error.is::<ParamsError>() {
        return Some(StatusCode::BAD_REQUEST);
    }
    if error.is::<TokenError>() {
        return Some(StatusCode::FORBIDDEN);
    }
    error.downcast_ref::<crate::repo::Error>().map(crate::repo::Error::status)
}
