//! A conn at the end of its way comes in, the response goes out.

use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    LAST_MODIFIED, LOCATION, SET_COOKIE,
};
use http::{HeaderValue, StatusCode};
use http_body::Body as _;

use super::Conn;
use crate::plug::AnyFallback;
use crate::{Body, Error, Result};

impl<S: 'static> Conn<S> {
    /// Runs `callback` when the response is about to leave: status, headers and session can still be changed. The last one
    /// registered runs first; flash and session are written after all of them.
    pub fn register_before_send(
        &mut self,
        callback: impl FnOnce(&mut Self) + Send + Sync + 'static,
    ) -> &mut Self {
        self.before_send.push(Box::new(callback));
        self
    }

    /// Whether a response has been sent: whether there is one to go out.
    #[must_use]
    pub fn sent(&self) -> bool {
        self.response.answer.get().is_some()
    }

    /// Runs what waits for the response, writes flash and session, and gives the response.
    ///
    /// # Errors
    /// 500 where a callback did something impossible, or the session cannot be kept. [`Conn::discard_response`]
    /// leaves a conn that can answer with that error.
    pub(crate) async fn finish(&mut self) -> Result<http::Response<Body>> {
        if !self.sent() {
            return Err(Error::internal("the handler returned without a response"));
        }
        self.put_content_type();
        while let Some(callback) = self.before_send.pop() {
            callback(self);
        }
        self.check_script()?;
        self.write_flash();
        self.write_csrf_token();
        self.write_session().await?;
        if let Some(error) = self.take_failure() {
            return Err(error);
        }
        self.take_response()
    }

    /// The content type of the answer becomes a header, unless another was set.
    fn put_content_type(&mut self) {
        let answer = self.response.answer.get_mut();
        if let Some(content_type) = answer.and_then(|answer| answer.content_type.take()) {
            self.response.headers.entry(CONTENT_TYPE).or_insert(content_type);
        }
    }

    fn take_response(&mut self) -> Result<http::Response<Body>> {
        let body = self.response.answer.take().map(|answer| answer.body).unwrap_or_default();
        let status = self.response.status.unwrap_or(StatusCode::OK);
        let mut headers = std::mem::take(&mut self.response.headers);
        for cookie in self.response.cookies.drain(..) {
            headers.append(SET_COOKIE, HeaderValue::try_from(cookie.to_string())?);
        }
        // Pages are made for one visitor; whatever may be kept or shared says so itself. Plug's default.
        let private = HeaderValue::from_static("max-age=0, private, must-revalidate");
        headers.entry(CACHE_CONTROL).or_insert(private);
        let bodiless = status.is_informational() || matches!(status.as_u16(), 204 | 304);
        if let (false, Some(length)) = (bodiless, body.size_hint().exact()) {
            headers.insert(CONTENT_LENGTH, length.into());
        }
        let mut response = http::Response::new(if bodiless { Body::empty() } else { body });
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Lets `fallback` answer the errors of this request.
    pub(crate) fn put_fallback(&mut self, fallback: &'static dyn AnyFallback<S>) {
        self.fallback = Some(fallback);
    }

    /// Answers `error` by the fallback of the pipelines; without one, the error is for the error page.
    pub(crate) async fn fall_back(&mut self, error: Error) -> Result {
        let Some(fallback) = self.fallback.take() else { return Err(error) };
        self.discard_response();
        fallback.answer_boxed(self, error).await
    }

    /// Takes back what was sent, before an error page goes out in its place. Session, cookies, flash and other headers stay.
    pub(crate) fn discard_response(&mut self) {
        self.response.answer.take();
        self.response.status = None;
        // What was said of the content is not true of the page that goes out in its place.
        for name in [
            ACCEPT_RANGES,
            CACHE_CONTROL,
            CONTENT_DISPOSITION,
            CONTENT_LENGTH,
            CONTENT_RANGE,
            CONTENT_TYPE,
            ETAG,
            LAST_MODIFIED,
            LOCATION,
        ] {
            self.response.headers.remove(name);
        }
        self.take_failure();
    }

    /// Takes back what happened to session, flash and cookies: they cannot be sent, or nobody knows how far the change got.
    pub(crate) fn discard_session(&mut self) {
        self.session.take();
        self.session_change = super::session::Change::Kept;
        self.session_missed.take();
        self.flash.take();
        self.csrf.take();
        self.response.cookies.clear();
    }
}
