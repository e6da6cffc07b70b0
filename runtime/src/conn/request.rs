//! What the client sent, as the conn shows it.

use std::net::SocketAddr;

use http::header::{AsHeaderName, HOST};
use http::{HeaderMap, Method, Uri};

use super::Conn;
use crate::Body;

impl<S: 'static> Conn<S> {
    /// The method; `GET` also for a `HEAD` request, of which the response's body is left out.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.method
    }

    /// Path and query as they were sent.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.uri
    }

    /// The path as it was sent, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.request.uri.path()
    }

    /// The headers of the request.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// A header of the request, where it is there and is text. Of several, the first.
    #[must_use]
    pub fn req_header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.request.headers.get(name)?.to_str().ok()
    }

    /// The host that the client asked for, without port; empty where it named none.
    #[must_use]
    pub fn host(&self) -> &str {
        let host = match self.request.uri.authority() {
            Some(authority) => return authority.host(),
            None => self.req_header(HOST).unwrap_or_default(),
        };
        // An IPv6 address has colons inside of its brackets.
        match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => name,
            _ => host,
        }
    }

    /// The address of whoever is at the other end of the connection: the client, or the proxy before it. None where the request
    /// did not come over a connection, as in tests.
    #[must_use]
    pub fn remote_addr(&self) -> Option<SocketAddr> {
        self.remote_addr
    }

    /// Takes the body of the request, which is empty afterwards. Forms and JSON have been read by then: their content is in
    /// [`body_params`](Self::body_params). A body of another content type is there if `Config::pass` lets it through.
    #[must_use]
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.body)
    }

    /// The request itself, as the `http` crate has it.
    #[must_use]
    pub fn request(&self) -> &http::request::Parts {
        &self.request
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    pub(crate) fn put_remote_addr(&mut self, address: Option<SocketAddr>) {
        self.remote_addr = address;
    }

    pub(crate) fn put_method(&mut self, method: Method) {
        self.request.method = method;
    }
}
