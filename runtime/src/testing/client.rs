//! What a test asks for comes in, requests go to the endpoint, cookies and CSRF tokens carry over from one to the next.

use std::fmt;

use http::header::{CONTENT_TYPE, COOKIE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde::Serialize;

use super::jar::Jar;
use super::{Multipart, Response, markup, wait_for};
use crate::conn::{Session, load_session};
use crate::path::form_body;
use crate::router::Router;
use crate::session::SessionId;
use crate::{Body, Endpoint};

/// One browser: it keeps cookies, and sends the CSRF token of the last page that had one.
///
/// Paths are whatever is text: `path!("/messages")`, `"/messages?page=2"`. Methods panic where a request cannot be made from
/// what they are given, since that is a mistake in the test.
pub struct Client<R: Router> {
    pub(super) endpoint: Endpoint<R>,
    pub(super) jar: Jar,
    pub(super) headers: HeaderMap,
    pub(super) csrf_token: Option<String>,
}

impl<R: Router> Client<R> {
    /// A browser without cookies, which asks for the host `localhost`.
    #[must_use]
    pub fn new(endpoint: Endpoint<R>) -> Self {
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost"))]);
        Self { endpoint, jar: Jar::default(), headers, csrf_token: None }
    }

    /// The endpoint it talks to.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint<R> {
        &self.endpoint
    }

    /// Sends a header with every request from now on.
    #[track_caller]
    pub fn put_header(&mut self, name: &str, value: &str) -> &mut Self {
        let name = name.parse::<HeaderName>().expect("this is a header's name");
        self.headers.insert(name, value.parse().expect("this is a header's value"));
        self
    }

    /// Sends a header no longer.
    pub fn delete_header(&mut self, name: &str) -> &mut Self {
        self.headers.remove(name);
        self
    }

    /// Sets a cookie, in place of one that the server set.
    pub fn put_cookie(&mut self, name: &str, value: &str) -> &mut Self {
        self.jar.put(name, value);
        self
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.get(name)
    }

    /// Forgets a cookie.
    pub fn delete_cookie(&mut self, name: &str) -> &mut Self {
        self.jar.delete(name);
        self
    }

    /// The session as the server would read it with the next request. Where it lies in a database that is reached over a connection,
    /// the test runs on several threads: `#[tokio::test(flavor = "multi_thread")]`.
    #[must_use]
    pub fn session(&self) -> Session {
        self.load_session().0
    }

    /// The session, and its id where it lies in a store.
    pub(super) fn load_session(&self) -> (Session, Option<SessionId>) {
        let cookies = self.jar.header();
        let headers = cookies.into_iter().map(|cookies| (COOKIE, cookies)).collect();
        wait_for(load_session(&headers, self.endpoint.shared()))
    }

    /// The CSRF token of the last page that had one.
    #[must_use]
    pub fn csrf_token(&self) -> Option<&str> {
        self.csrf_token.as_deref()
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: impl AsRef<str>) -> Response {
        self.send(Method::GET, path.as_ref(), None, Body::empty()).await
    }

    /// Asks for a page's headers.
    pub async fn head(&mut self, path: impl AsRef<str>) -> Response {
        self.send(Method::HEAD, path.as_ref(), None, Body::empty()).await
    }

    /// Sends a form, and the CSRF token unless it is in there: pairs of name and value, or whatever serde serializes to an object, whose
    /// values nest as in a form. What is nothing is left out.
    ///
    /// ```no_run
    /// # use bennu::{router::Router, serde_json::json, testing::Client};
    /// # async fn test<R: Router>(mut client: Client<R>) {
    /// client.post("/posts", &[("post[title]", "Hello"), ("post[tags][]", "rust")]).await;
    /// client.post("/posts", &json!({"post": {"title": "Hello", "tags": ["rust"]}})).await;
    /// # }
    /// ```
    pub async fn post(&mut self, path: impl AsRef<str>, form: &(impl Serialize + ?Sized)) -> Response {
        self.send_form(Method::POST, path.as_ref(), form).await
    }

    /// Sends a form with files, and the CSRF token unless it is among its fields.
    pub async fn post_multipart(&mut self, path: impl AsRef<str>, form: Multipart) -> Response {
        let (content_type, body) = form.with_token(self.csrf_token.as_deref()).finish();
        let request = Request::post(path.as_ref()).header(CONTENT_TYPE, content_type).body(body.into());
        self.request(request.unwrap_or_else(|error| panic!("`{}` is not a path: {error}", path.as_ref())))
            .await
    }

    /// The same as [`post`](Self::post) with `PUT`.
    pub async fn put(&mut self, path: impl AsRef<str>, form: &(impl Serialize + ?Sized)) -> Response {
        self.send_form(Method::PUT, path.as_ref(), form).await
    }

    /// The same with `PATCH`.
    pub async fn patch(&mut self, path: impl AsRef<str>, form: &(impl Serialize + ?Sized)) -> Response {
        self.send_form(Method::PATCH, path.as_ref(), form).await
    }

    /// The same with `DELETE` and no values.
    pub async fn delete(&mut self, path: impl AsRef<str>) -> Response {
        self.send_form(Method::DELETE, path.as_ref(), &()).await
    }

    /// Sends JSON with any method; the CSRF token goes along as `x-csrf-token`.
    pub async fn json(&mut self, method: Method, path: impl AsRef<str>, value: &impl Serialize) -> Response {
        let json = serde_json::to_vec(value).expect("this has a JSON form");
        self.send(method, path.as_ref(), Some("application/json"), json.into()).await
    }

    /// Sends a request as it is, with this browser's headers and cookies where it has none of its own.
    pub async fn request(&mut self, mut request: Request<Body>) -> Response {
        self.dress(&mut request);
        let response = self.endpoint.call(request).await;
        self.take(response).await
    }

    /// Gives a request this browser's headers and cookies where it has none of its own.
    pub(super) fn dress(&self, request: &mut Request<Body>) {
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert(value.clone());
        }
        if let Some(cookies) = self.jar.header() {
            request.headers_mut().entry(COOKIE).or_insert(cookies);
        }
    }

    /// Takes cookies and CSRF token from a response.
    pub(super) async fn take(&mut self, response: http::Response<Body>) -> Response {
        let response = Response::read(response).await;
        self.jar.take(response.headers());
        if let Some(token) = response.html().and_then(markup::csrf_token) {
            self.csrf_token = Some(token);
        }
        response
    }

    async fn send_form(&mut self, method: Method, path: &str, form: &(impl Serialize + ?Sized)) -> Response {
        let mut body = form_body(form).expect("this is a form: pairs, a map or a struct");
        if let Some(token) = &self.csrf_token
            && !body.split('&').any(|pair| pair.starts_with("_csrf_token="))
        {
            let separator = if body.is_empty() { "" } else { "&" };
            body.push_str(separator);
            body.push_str(
                &form_urlencoded::Serializer::new(String::new()).append_pair("_csrf_token", token).finish(),
            );
        }
        self.send(method, path, Some("application/x-www-form-urlencoded"), body.into()).await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        content_type: Option<&'static str>,
        body: Body,
    ) -> Response {
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().unwrap_or_else(|error| panic!("`{path}` is not a path: {error}"));
        if let Some(content_type) = content_type {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let (Some("application/json"), Some(token)) = (content_type, &self.csrf_token)
            && let Ok(token) = HeaderValue::from_str(token)
        {
            request.headers_mut().insert("x-csrf-token", token);
        }
        self.request(request).await
    }
}

impl<R: Router> fmt::Debug for Client<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("jar", &self.jar)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
