//! A response comes in, tests look at it.

use std::fmt;

use bytes::Bytes;
use http::header::{AsHeaderName, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;

use super::markup;
use crate::Body;
use crate::endpoint::SentError;

/// How much of a body a failed assertion shows, in characters.
const LONGEST_BODY: usize = 4_000;

/// A response that has been read to its end. Its assertions panic with what the response was instead.
#[derive(Clone, Debug)]
pub struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    error: Option<SentError>,
}

impl Response {
    pub(super) async fn read(response: http::Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("the body comes whole").to_bytes();
        let error = head.extensions.get::<SentError>().cloned();
        Self { status: head.status, headers: head.headers, body, error }
    }

    /// The status, which compares with numbers: `assert_eq!(response.status(), 200)`.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header, where it is there and is text. Of several, the first.
    #[must_use]
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The bytes of the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    /// The body as a `T` from JSON, whatever the status.
    #[must_use]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("the body is not the JSON expected: {error}\n{self}"))
    }

    /// Asserts that this is HTML with `status`, and gives it.
    #[track_caller]
    pub fn html_response(&self, status: u16) -> String {
        self.assert(status, "text/html");
        self.text().to_owned()
    }

    /// Asserts that this is HTML with `status`, and gives what people read of it: without tags, entities decoded, white space as one
    /// space. `assert!(response.html_text(422).contains("can't be blank"))`.
    #[track_caller]
    pub fn html_text(&self, status: u16) -> String {
        self.assert(status, "text/html");
        markup::text(self.text())
    }

    /// Asserts that this is plain text with `status`, and gives it.
    #[track_caller]
    pub fn text_response(&self, status: u16) -> String {
        self.assert(status, "text/plain");
        self.text().to_owned()
    }

    /// Asserts that this is JSON with `status`, and gives it.
    #[track_caller]
    pub fn json_response<T: DeserializeOwned>(&self, status: u16) -> T {
        self.assert(status, "application/json");
        self.json()
    }

    /// Asserts the status, whatever came with it: `client.delete("/posts/7").await.assert_status(204)`.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert!(self.status == status, "expected {status}, got\n{self}");
        self
    }

    /// Asserts that this is a redirect, and gives where to.
    #[track_caller]
    pub fn redirected_to(&self) -> String {
        assert!(self.status.is_redirection(), "expected a redirect, got\n{self}");
        self.header(LOCATION).expect("a redirect has a location").to_owned()
    }

    /// Asserts that plugs or handler failed or panicked and that an error page with `status` went out, and gives the error's message:
    /// that of a 5xx as well, which the page keeps to itself.
    #[track_caller]
    pub fn assert_error_sent(&self, status: u16) -> String {
        match &self.error {
            Some(error) if self.status == status => error.0.to_string(),
            _ => panic!("expected an error with {status}, got\n{self}"),
        }
    }

    pub(super) fn html(&self) -> Option<&str> {
        let is_html = self.header(CONTENT_TYPE).is_some_and(|found| found.starts_with("text/html"));
        if is_html { std::str::from_utf8(&self.body).ok() } else { None }
    }

    #[track_caller]
    fn assert(&self, status: u16, content_type: &str) {
        let found = self.header(CONTENT_TYPE).unwrap_or_default();
        let essence = found.split(';').next().unwrap_or_default();
        assert!(
            self.status == status && essence == content_type,
            "expected {status} with {content_type}, got\n{self}"
        );
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        let body = String::from_utf8_lossy(&self.body);
        match body.char_indices().nth(LONGEST_BODY) {
            Some((end, _)) => write!(f, "\n{}… ({} bytes in all)", &body[..end], self.body.len()),
            None => write!(f, "\n{body}"),
        }
    }
}
