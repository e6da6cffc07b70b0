//! Whatever went wrong comes in, an HTTP status with a message that may be shown goes out.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::panic::Location;

use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use crate::auth::AuthError;
use crate::conn::IntoStatus;
use crate::params::ParamsError;
use crate::router::ParamError;
use crate::token::TokenError;

/// What handlers, plugs and LiveViews return: nothing, or an [`Error`] that becomes an error page.
pub type Result<T = (), E = Error> = core::result::Result<T, E>;

/// An error with the HTTP status that answers it.
///
/// Any [`std::error::Error`] becomes one by `?`: Bennu's own errors bring their status (a row that is not there is 404, a
/// malformed parameter 400, a [`Changeset`](crate::Changeset) that is not valid 422), all others are 500. The message is for people and logs; of a
/// 5xx, clients see only the status.
///
/// ```
/// use bennu::Error;
///
/// let error = Error::not_found("there is no message 7");
/// assert_eq!(error.status(), 404);
/// assert_eq!(error.to_string(), "there is no message 7");
/// ```
///
/// An error type of the application's own says which status answers it by `From`; then `?` does the rest:
///
/// ```
/// use bennu::{Conn, Error, Result};
///
/// #[derive(Debug)]
/// enum ShopError {
///     Closed,
///     SoldOut { product: i64 },
/// }
///
/// impl From<ShopError> for Error {
///     fn from(error: ShopError) -> Self {
///         match error {
///             ShopError::Closed => Self::new(503, "the shop is closed"),
///             ShopError::SoldOut { product } => Self::new(410, format!("product {product} is sold out")),
///         }
///     }
/// }
///
/// fn buy(product: i64) -> Result<(), ShopError> {
///     Err(ShopError::SoldOut { product })
/// }
///
/// async fn create(conn: &mut Conn<()>, product: i64) -> Result {
///     buy(product)?;
///     conn.redirect("/thanks")
/// }
///
/// assert_eq!(Error::from(ShopError::SoldOut { product: 7 }).status(), 410);
/// ```
pub struct Error(Box<Inner>);

/// Apart, so that the results of handlers, which are handed on from plug to plug, are no larger than a pointer.
struct Inner {
    status: StatusCode,
    message: Cow<'static, str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    details: Option<Value>,
    place: &'static Location<'static>,
}

impl Error {
    /// An error that is answered with `status`: `409`, a `StatusCode`, or its name as in `"conflict"`. What is no status is 500.
    #[track_caller]
    pub fn new(status: impl IntoStatus, message: impl Into<Cow<'static, str>>) -> Self {
        let place = Location::caller();
        let status = status.into_status().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(Box::new(Inner { status, message: message.into(), source: None, details: None, place }))
    }

    /// 400: the request cannot be understood.
    #[track_caller]
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 401: nobody knows who asks.
    #[track_caller]
    pub fn unauthorized(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    /// 403: the request is understood and refused.
    #[track_caller]
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// 404: there is nothing here.
    #[track_caller]
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 500: something of ours failed.
    #[track_caller]
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// Remembers what caused the error, for logs.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Says more to programs: what the JSON form of the error page has under `errors`, in place of status and message.
    #[must_use]
    pub fn with_details(mut self, details: &impl Serialize) -> Self {
        self.0.details = serde_json::to_value(details).ok();
        self
    }

    /// The status that answers this error.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What caused it, where that is known.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// What [`with_details`](Self::with_details) said: of a changeset, the messages by field.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.0.details.as_ref()
    }

    /// Where it was made, or where `?` made it of another error.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.0.place
    }

    /// All that caused it, the nearest first.
    pub fn causes(&self) -> impl Iterator<Item = &(dyn StdError + 'static)> {
        let first = self.source().map(|source| source as &(dyn StdError + 'static));
        std::iter::successors(first, |error| (*error).source())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("status", &self.0.status)
            .field("message", &self.0.message)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    #[track_caller]
    fn from(source: E) -> Self {
        let status = status_of(&source).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(status, source.to_string()).with_source(source)
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
    if let Some(error) = error.downcast_ref::<AuthError>() {
        return Some(error.status());
    }
    #[cfg(feature = "jwt")]
    if error.is::<crate::auth::jwt::JwtError>() {
        return Some(StatusCode::UNAUTHORIZED);
    }
    #[cfg(feature = "oauth2")]
    if let Some(error) = error.downcast_ref::<crate::auth::oauth2::OAuth2Error>() {
        return Some(error.status());
    }
    error.downcast_ref::<crate::repo::Error>().map(crate::repo::Error::status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_knows_where_it_was_made() {
        let (line, made) = (line!(), Error::not_found("nothing here"));
        assert_eq!((made.location().file(), made.location().line()), (file!(), line));
        let convert = || -> Result<i64> { Ok("x".parse::<i64>()?) };
        let line = line!() - 1;
        let converted = convert().unwrap_err();
        assert_eq!((converted.location().file(), converted.location().line()), (file!(), line));
        assert_eq!(converted.causes().count(), 1);
    }

    #[test]
    fn a_status_has_a_number_or_a_name() {
        assert_eq!(Error::new(409, "").status(), StatusCode::CONFLICT);
        assert_eq!(Error::new("conflict", "").status(), StatusCode::CONFLICT);
        assert_eq!(Error::new("confict", "").status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(size_of::<Result>(), size_of::<usize>());
    }
}
