//! A conn comes in; one whose form was not made by this application for this session is refused.

use http::Method;
use http::header::{ORIGIN, REFERER};

use crate::socket::origin_allowed;
use crate::{Conn, Error, Result};

/// Refuses requests that change something and that no page of this application made for this session.
///
/// `GET`, `HEAD` and `OPTIONS` pass. All others
///
/// - come from a page that [`Config::check_origin`](crate::endpoint::Config::check_origin) allows, as far as the browser tells:
///   `sec-fetch-site` says `same-origin` or `none`, or `origin` names an allowed site, or else `referer` does;
/// - carry the token of this session as the `_csrf_token` parameter of the body, which the built-in `form` component puts into its
///   forms, or as the `x-csrf-token` header.
///
/// What answers a `GET` with JavaScript answers only pages of the same origin and requests with `x-requested-with: XMLHttpRequest`:
/// any site may include a script, and would run with it whatever it says of this session. Static files are not concerned.
///
/// # Errors
/// 403 where the request comes from another site, or the token is missing or belongs to another session.
pub async fn protect_from_forgery<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    conn.mark_csrf_protected();
    if matches!(*conn.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    if !comes_from_here(conn) {
        return Err(Error::forbidden("the form comes from a page of another site"));
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

/// What the browser says of the page that sent the request. One that says nothing is old, or no browser: the token decides.
fn comes_from_here<S: 'static>(conn: &Conn<S>) -> bool {
    let site = conn.req_header("sec-fetch-site");
    if matches!(site, Some("same-origin" | "none")) {
        return true;
    }
    let check = &conn.shared().config.check_origin;
    match conn.req_header(ORIGIN).or_else(|| conn.req_header(REFERER)) {
        Some(origin) => origin_allowed(check, Some(origin), Some(conn.host())),
        None => site.is_none() || origin_allowed(check, Some("null"), Some(conn.host())),
    }
}
