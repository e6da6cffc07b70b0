//! What a handler has to say comes in; status, headers and body of the response go out.

use std::borrow::Cow;

use http::header::{AsHeaderName, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde::Serialize;

use super::{Conn, IntoStatus};
use crate::{Body, Error, Result};

impl<S: 'static> Conn<S> {
    /// Sets the status: `422`, `"unprocessable_entity"` or a `StatusCode`. The default is 200.
    #[track_caller]
    pub fn put_status(&mut self, status: impl IntoStatus) -> &mut Self {
        match status.into_status() {
            Ok(status) => self.response.status = Some(status),
            Err(error) => self.fail(error),
        }
        self
    }

    /// The status of the response, where it has been set.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response.status
    }

    /// Sets a header of the response, in place of an earlier one of its name.
    ///
    /// A name or value that no header can have, such as one with a line break, fails when the response is sent.
    #[track_caller]
    pub fn put_resp_header<N, V>(&mut self, name: N, value: V) -> &mut Self
    where
        HeaderName: TryFrom<N, Error: Into<http::Error>>,
        HeaderValue: TryFrom<V, Error: Into<http::Error>>,
    {
        if let Some((name, value)) = self.header(name, value) {
            self.response.headers.insert(name, value);
        }
        self
    }

    /// Adds a header to the response, beside those of its name: `link`, `vary`.
    ///
    /// What no header can have fails as in [`put_resp_header`](Self::put_resp_header).
    #[track_caller]
    pub fn append_resp_header<N, V>(&mut self, name: N, value: V) -> &mut Self
    where
        HeaderName: TryFrom<N, Error: Into<http::Error>>,
        HeaderValue: TryFrom<V, Error: Into<http::Error>>,
    {
        if let Some((name, value)) = self.header(name, value) {
            self.response.headers.append(name, value);
        }
        self
    }

    /// Removes all headers of one name from the response.
    pub fn delete_resp_header(&mut self, name: impl AsHeaderName) -> &mut Self {
        self.response.headers.remove(name);
        self
    }

    /// The headers of the response so far. Cookies join them when it leaves.
    #[must_use]
    pub fn resp_headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// A header that can be sent; the mistake is kept for whatever sends.
    #[track_caller]
    pub(super) fn header<N, V>(&mut self, name: N, value: V) -> Option<(HeaderName, HeaderValue)>
    where
        HeaderName: TryFrom<N, Error: Into<http::Error>>,
        HeaderValue: TryFrom<V, Error: Into<http::Error>>,
    {
        let name = HeaderName::try_from(name).map_err(Into::into);
        match (name, HeaderValue::try_from(value).map_err(Into::into)) {
            (Ok(name), Ok(value)) => Some((name, value)),
            (Err(error), _) | (_, Err(error)) => {
                self.fail(Error::internal("a header cannot be sent as it is").with_source(error));
                None
            }
        }
    }

    /// The body of the response, where one was sent: for [`register_before_send`](Self::register_before_send).
    #[must_use]
    pub fn resp_body(&self) -> Option<&Body> {
        self.response.answer.get().map(|answer| &answer.body)
    }

    /// Puts another body in place of the one that was sent, before it leaves; `content-length` is that of this one. The last words
    /// of a handler are still [`text`](Self::text) and the like: without them nothing was sent, and this changes nothing.
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn shout(conn: &mut Conn<()>) -> Result {
    ///     conn.register_before_send(|conn| {
    ///         if let Some(bytes) = conn.resp_body().and_then(|body| body.as_bytes()) {
    ///             let loud = bytes.to_ascii_uppercase();
    ///             conn.put_resp_body(loud);
    ///         }
    ///     });
    ///     Ok(())
    /// }
    /// ```
    pub fn put_resp_body(&mut self, body: impl Into<Body>) -> &mut Self {
        if let Some(answer) = self.response.answer.get_mut() {
            answer.body = body.into();
        }
        self
    }

    /// Sets the content type; text gets `; charset=utf-8` unless it says otherwise.
    #[track_caller]
    pub fn put_resp_content_type(&mut self, content_type: &str) -> &mut Self {
        let bare_text = content_type.starts_with("text/") && !content_type.contains(';');
        let suffix = if bare_text { "; charset=utf-8" } else { "" };
        self.put_resp_header(CONTENT_TYPE, format!("{content_type}{suffix}"))
    }

    /// Answers with HTML that is ready. Like all that answers, it only borrows the conn, so that the answer may say what the conn has:
    /// `conn.json(conn.query_params())`.
    ///
    /// # Errors
    /// 500 where a response has been sent already, or something impossible was set before.
    #[track_caller]
    pub fn html(&self, html: impl Into<Body>) -> Result {
        self.respond("text/html; charset=utf-8", html.into())
    }

    /// Answers with plain text.
    ///
    /// # Errors
    /// As [`html`](Self::html).
    #[track_caller]
    pub fn text(&self, text: impl Into<Body>) -> Result {
        self.respond("text/plain; charset=utf-8", text.into())
    }

    /// Answers with JSON.
    ///
    /// # Errors
    /// As [`html`](Self::html), and where `value` has no JSON form.
    #[track_caller]
    pub fn json(&self, value: &(impl Serialize + ?Sized)) -> Result {
        let json = serde_json::to_vec(value)?;
        self.respond("application/json; charset=utf-8", json.into())
    }

    /// Sends the browser to a path of this application, with status 302 unless another was set.
    ///
    /// # Errors
    /// 500 for what is not a path but might lead to another host (`//other.com`, `https://…`, backslashes, control characters);
    /// [`redirect_external`](Self::redirect_external) goes there. Otherwise as [`html`](Self::html).
    #[track_caller]
    pub fn redirect(&mut self, to: impl AsRef<str>) -> Result {
        let to = to.as_ref();
        if !is_local(to) {
            let to = to.escape_debug();
            return Err(Error::internal(format!(
                "a redirect leads to a path that starts with one slash, not to `{to}`; for another site, use `redirect_external`"
            )));
        }
        self.redirect_to(to)
    }

    /// Sends the browser to any URL, with status 302 unless another was set. Never take it from a request unchecked.
    ///
    /// # Errors
    /// As [`html`](Self::html).
    #[track_caller]
    pub fn redirect_external(&mut self, url: impl AsRef<str>) -> Result {
        self.redirect_to(url.as_ref())
    }

    #[track_caller]
    fn redirect_to(&mut self, to: &str) -> Result {
        let location = utf8_percent_encode(to, CONTROLS).to_string();
        let page = format!(
            r#"<html><body>You are being <a href="{}">redirected</a>.</body></html>"#,
            escape(&location)
        );
        self.response.status.get_or_insert(StatusCode::FOUND);
        self.put_resp_header(LOCATION, location);
        self.html(page)
    }

    /// Answers with a status and a body of any kind; without a content type unless one was set.
    ///
    /// # Errors
    /// As [`html`](Self::html).
    #[track_caller]
    pub fn send_resp(&mut self, status: impl IntoStatus, body: impl Into<Body>) -> Result {
        self.put_status(status);
        self.send(body.into())
    }

    #[track_caller]
    pub(super) fn respond(&self, content_type: &'static str, body: Body) -> Result {
        self.answer(Some(HeaderValue::from_static(content_type)), body)
    }

    #[track_caller]
    pub(super) fn send(&self, body: Body) -> Result {
        self.answer(None, body)
    }

    #[track_caller]
    pub(super) fn answer(&self, content_type: Option<HeaderValue>, body: Body) -> Result {
        if let Some(error) = self.take_failure() {
            return Err(error);
        }
        let answer = super::Answer { content_type, body };
        self.response.answer.set(answer).map_err(|_| Error::internal("a response has been sent already"))
    }
}

/// Whether browsers take `to` for a path of the same host, whatever they make of it on the way.
pub(crate) fn is_local(to: &str) -> bool {
    let mut bytes = to.bytes();
    bytes.next() == Some(b'/')
        && bytes.next() != Some(b'/')
        && !to.bytes().any(|byte| byte == b'\\' || byte.is_ascii_control())
        && !to.starts_with("/%09")
}

/// Text for HTML.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_host_are_local() {
        for to in ["/", "/a/b?c=d#e", "/ü", "/a//b"] {
            assert!(is_local(to), "{to}");
        }
        for to in ["", "a", "//a", "https://a", "/\\a", "/%09/a", "/\t/a", "/a\r\nb", "\\a"] {
            assert!(!is_local(to), "{to}");
        }
    }
}
