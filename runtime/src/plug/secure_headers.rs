//! A conn comes in and goes on with the headers that make browsers careful.

use http::HeaderName;

use crate::{Conn, Result};

const HEADERS: [(HeaderName, &str); 4] = [
    (http::header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (http::header::CONTENT_SECURITY_POLICY, "base-uri 'self'; frame-ancestors 'self';"),
    (http::header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
];

/// Sets the headers that Phoenix 1.8 sets.
///
/// | header | value |
/// |---|---|
/// | `referrer-policy` | `strict-origin-when-cross-origin` |
/// | `content-security-policy` | `base-uri 'self'; frame-ancestors 'self';` |
/// | `x-content-type-options` | `nosniff` |
/// | `x-permitted-cross-domain-policies` | `none` |
///
/// To have others, let [`merge_resp_headers`](super::merge_resp_headers) or
/// [`put_content_security_policy`](super::put_content_security_policy) follow.
///
/// # Errors
/// None.
pub async fn put_secure_browser_headers<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    for (name, value) in HEADERS {
        conn.put_resp_header(name, http::HeaderValue::from_static(value));
    }
    Ok(())
}
