//! A request with its conditions and what is to be sent come in; the content, a part of it or "not modified" goes out.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::ops::Range;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

use super::file_body::FileBody;
use super::range::{self, Wanted};
use crate::Body;

/// A file, or something like one, that is ready to be sent.
pub(crate) struct Content {
    pub(crate) source: Source,
    /// With its quotes.
    pub(crate) etag: Option<HeaderValue>,
    pub(crate) modified: Option<SystemTime>,
    pub(crate) content_type: HeaderValue,
}

/// Where the bytes are.
pub(crate) enum Source {
    Memory(Bytes),
    /// An open file and its length.
    File(File, u64),
}

impl Source {
    fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(_, length) => *length,
        }
    }

    /// The bytes of one part; nothing where the file cannot go there.
    fn part(self, part: &Range<u64>) -> Option<Body> {
        match self {
            Self::Memory(bytes) => {
                let (start, end) = (usize::try_from(part.start).ok()?, usize::try_from(part.end).ok()?);
                Some(bytes.slice(start..end).into())
            }
            Self::File(mut file, _) => {
                if part.start > 0 {
                    file.seek(SeekFrom::Start(part.start)).ok()?;
                }
                Some(Body::stream(FileBody::new(file, part.end - part.start)))
            }
        }
    }
}

impl Content {
    /// The response to a request with `headers`: 200, 206 for a part, 304 where the client has it already, or 416 for a part that
    /// is not there.
    pub(crate) fn into_response(self, method: &Method, headers: &HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        let out = response.headers_mut();
        out.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(date) =
            self.modified.and_then(|time| HeaderValue::try_from(httpdate::fmt_http_date(time)).ok())
        {
            out.insert(LAST_MODIFIED, date);
        }
        if let Some(etag) = &self.etag {
            out.insert(ETAG, etag.clone());
        }
        if is_known(headers, self.etag.as_ref(), self.modified) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        let length = self.source.length();
        let wanted = match headers.get(RANGE).and_then(|range| range.to_str().ok()) {
            Some(range) if *method == Method::GET && self.is_same(headers) => range::parse(range, length),
            _ => Wanted::Whole,
        };
        let part = match wanted {
            Wanted::Whole => 0..length,
            Wanted::Part(part) => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                response
                    .headers_mut()
                    .extend(HeaderValue::try_from(range).ok().map(|range| (CONTENT_RANGE, range)));
                part
            }
            Wanted::Unsatisfiable => {
                *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                let range = HeaderValue::try_from(format!("bytes */{length}")).ok();
                response.headers_mut().extend(range.map(|range| (CONTENT_RANGE, range)));
                return response;
            }
        };
        let out = response.headers_mut();
        out.insert(CONTENT_TYPE, self.content_type);
        out.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        out.insert(CONTENT_LENGTH, (part.end - part.start).into());
        match self.source.part(&part) {
            Some(body) => *response.body_mut() = body,
            None => return super::call::bare(StatusCode::INTERNAL_SERVER_ERROR),
        }
        response
    }

    /// Whether the part that the client has is of this very content: `if-range` with its ETag or its date (RFC 9110, 13.1.5).
    fn is_same(&self, headers: &HeaderMap) -> bool {
        let Some(given) = headers.get(IF_RANGE) else { return true };
        let date = given.to_str().ok().and_then(|date| httpdate::parse_http_date(date).ok());
        match (date, self.modified) {
            (Some(date), Some(modified)) => seconds(date) == seconds(modified),
            (Some(_), None) => false,
            // A weak ETag never counts here: ours have no mark, so the text has to be the same.
            (None, _) => self.etag.as_ref() == Some(given),
        }
    }
}

/// Sets how long a static file may be kept. That a part is not there is nothing to keep.
pub(super) fn put_cache_control(response: &mut Response<Body>, query: Option<&str>, plain: &HeaderValue) {
    if response.status().is_client_error() || response.status().is_server_error() {
        return;
    }
    let versioned = query.is_some_and(|query| query.split('&').any(|pair| pair == "vsn=d"));
    let value = if versioned { FOR_EVER } else { plain.clone() };
    response.headers_mut().insert(CACHE_CONTROL, value);
}

/// A URL with the version in it never changes its content.
pub(super) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other is checked at every use.
pub(super) const CHECKED: HeaderValue = HeaderValue::from_static("public, no-cache");

/// Whether the client has this already, by ETag, or by date where it sends no ETag (RFC 9110, 13.2.2).
fn is_known(headers: &HeaderMap, etag: Option<&HeaderValue>, modified: Option<SystemTime>) -> bool {
    if headers.contains_key(IF_NONE_MATCH) {
        let Some(etag) = etag.map(|etag| weak(etag.as_bytes())) else { return false };
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
pub(crate) fn content_type(name: &std::path::Path) -> HeaderValue {
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
        is_known(&headers, Some(&ETAG_VALUE), Some(UNIX_EPOCH + Duration::from_millis(1_000_500)))
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
