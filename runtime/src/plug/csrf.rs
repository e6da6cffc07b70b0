//! A conn comes in; one whose form was not made by this application for this session is refused.

use http::Method;

use crate::{Conn, Error, Result};

/// Refuses requests that change something and do not carry this session's token.
///
/// `GET`, `HEAD` and `OPTIONS` pass. All others need the token as the `_csrf_token` parameter of the body, which
/// the built-in `form` component puts into its forms, or as the `x-csrf-token` header.
///
/// # Errors
/// 403 where the token is missing or belongs to another session.
pub async fn protect_from_forgery<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    conn.mark_csrf_protected();
    if matches!(*conn.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let token = conn.body_params().str("_csrf_token").or_else(|| conn.req_header("x-csrf-token"));
    match token {
        Some(token) if conn.session().has_csrf_token(token) => Ok(()),
        Some(_) => Err(Error::forbidden(
            "the CSRF token is not the one of this session; reload the page and try again",
        )),
        None => Err(Error::forbidden(
            "the CSRF token is missing; send it as `_csrf_token` or as the `x-csrf-token` header",
        )),
    }
}
