//! A request with its conditions and what is to be sent come in; the content or "not modified" goes out.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::Body as _;

use crate::Body;

/// A file, or something like one, that is ready to be sent.
pub(super) struct Content {
    pub(super) body: Body,
    /// With its quotes.
    pub(super) etag: HeaderValue,
    pub(super) modified: Option<SystemTime>,
    pub(super) content_type: HeaderValue,
}

impl Content {
    /// The response: 200, or 304 where the client has it already.
    pub(super) fn into_response(self, request: &Request<Body>) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, cache_control(request.uri().query()));
        if let Some(date) =
            self.modified.and_then(|time| HeaderValue::try_from(httpdate::fmt_http_date(time)).ok())
        {
            headers.insert(LAST_MODIFIED, date);
        }
        let known = is_known(request.headers(), &self.etag, self.modified);
        headers.insert(ETAG, self.etag);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(CONTENT_TYPE, self.content_type);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(length) = self.body.size_hint().exact() {
            headers.insert(CONTENT_LENGTH, length.into());
        }
        *response.body_mut() = self.body;
        response
    }
}

/// A URL with the version in it never changes its content; any other is checked at every use.
fn cache_control(query: Option<&str>) -> HeaderValue {
    let versioned = query.is_some_and(|query| query.split('&').any(|pair| pair == "vsn=d"));
    HeaderValue::from_static(if versioned {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    })
}

/// Whether the client has this already, by ETag, or by date where it sends no ETag (RFC 9110, 13.2.2).
fn is_known(headers: &HeaderMap, etag: &HeaderValue, modified: Option<SystemTime>) -> bool {
    if headers.contains_key(IF_NONE_MATCH) {
        let etag = weak(etag.as_bytes());
        return headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .any(|given| given.trim_ascii() == b"*" || weak(given.trim_ascii()) == etag);
    }
    let since = headers.get(IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let since = since.and_then(|since| httpdate::parse_http_date(since).ok());
    matches!((modified, since), (Some(modified), Some(since)) if seconds(modified) <= seconds(since))
}

/// An ETag without its mark for weak ones: comparing does not tell them apart here.
fn weak(etag: &[u8]) -> &[u8] {
    etag.strip_prefix(b"W/").unwrap_or(etag)
}

/// Dates in headers have no fractions.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

/// The content type that belongs to a file's name.
pub(super) fn content_type(name: &std::path::Path) -> HeaderValue {
    let Some(mime) = mime_guess::from_path(name).first() else {
        return HeaderValue::from_static("application/octet-stream");
    };
    let essence = mime.essence_str();
    let is_text =
        essence.starts_with("text/") || matches!(essence, "application/javascript" | "application/json");
    let value = if is_text { format!("{essence}; charset=utf-8") } else { essence.to_owned() };
    HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const ETAG_VALUE: HeaderValue = HeaderValue::from_static("\"a\"");

    fn known(name: http::HeaderName, value: &'static str) -> bool {
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        is_known(&headers, &ETAG_VALUE, Some(UNIX_EPOCH + Duration::from_millis(1_000_500)))
    }

    #[test]
    fn an_etag_is_found_in_any_list() {
        for value in ["\"a\"", "\"b\", \"a\"", "W/\"a\"", "*"] {
            assert!(known(IF_NONE_MATCH, value), "{value}");
        }
        for value in ["\"b\"", "a", ""] {
            assert!(!known(IF_NONE_MATCH, value), "{value}");
        }
    }

    #[test]
    fn a_date_counts_in_seconds() {
        assert!(known(IF_MODIFIED_SINCE, "Thu, 01 Jan 1970 00:16:40 GMT"));
        assert!(!known(IF_MODIFIED_SINCE, "Thu, 01 Jan 1970 00:16:39 GMT"));
        assert!(!known(IF_MODIFIED_SINCE, "yesterday"));
    }

    #[test]
    fn content_types_follow_the_name() {
        assert_eq!(content_type(Path::new("a.css")), "text/css; charset=utf-8");
        assert_eq!(content_type(Path::new("a.js")), "text/javascript; charset=utf-8");
        assert_eq!(content_type(Path::new("a.svg")), "image/svg+xml");
        assert_eq!(content_type(Path::new("a.woff2")), "font/woff2");
        assert_eq!(content_type(Path::new("a")), "application/octet-stream");
    }
}
