//! What the client sent, as the conn shows it.

use std::borrow::Cow;
use std::net::SocketAddr;

use http::header::{AsHeaderName, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::Conn;
use crate::Body;
use crate::endpoint::Caller;
use crate::params::percent_decode;

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

    /// The segments of the path, decoded, without empty ones: `["files", "a b"]` for `/files//a%20b/`.
    pub fn path_info(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let segments = self.path().split('/').filter(|segment| !segment.is_empty());
        // A path that is not properly encoded meets no route, and whoever looks at it before sees it as it is.
        segments.map(|segment| percent_decode(segment.as_bytes()).unwrap_or(Cow::Borrowed(segment)))
    }

    /// The query as it was sent, without its question mark; empty where there is none.
    #[must_use]
    pub fn query_string(&self) -> &str {
        self.request.uri.query().unwrap_or_default()
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

    /// All headers of one name that are text, in the order in which they came.
    pub fn req_headers(&self, name: impl AsHeaderName) -> impl Iterator<Item = &str> {
        self.request.headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok())
    }

    /// Sets a header of the request, in place of those of its name: what a plug has to say to the plugs behind it.
    ///
    /// A name or value that no header can have fails when the response is sent.
    pub fn put_req_header<N, V>(&mut self, name: N, value: V) -> &mut Self
    where
        HeaderName: TryFrom<N, Error: Into<http::Error>>,
        HeaderValue: TryFrom<V, Error: Into<http::Error>>,
    {
        if let Some((name, value)) = self.header(name, value) {
            self.request.headers.insert(name, value);
        }
        self
    }

    /// Removes all headers of one name from the request.
    pub fn delete_req_header(&mut self, name: impl AsHeaderName) -> &mut Self {
        self.request.headers.remove(name);
        self
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

    /// The address of the client: of whoever is at the other end of the connection, or the one that proxies of
    /// [`Config::proxies`](crate::endpoint::Config) name. None where the request did not come over a connection, as in tests.
    #[must_use]
    pub fn remote_addr(&self) -> Option<SocketAddr> {
        self.caller.client.map(|client| client.address)
    }

    /// The address at the other end of the connection, which may be a proxy's.
    #[must_use]
    pub fn peer_addr(&self) -> Option<SocketAddr> {
        self.caller.peer.map(|peer| peer.address)
    }

    /// How the client came: `https` under TLS, or where a proxy of [`Config::proxies`](crate::endpoint::Config) says so; else
    /// `http`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.caller.is_secure() { "https" } else { "http" }
    }

    /// Takes the body of the request, which is empty afterwards. Forms and JSON have been read by then: their content is in
    /// [`body_params`](Self::body_params). A body of another content type is there if `Config::pass` lets it through.
    #[must_use]
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.body)
    }

    /// Puts a body in place of the request's: the one that a plug in [front of the parsers](crate::Endpoint::plug_before_parsers)
    /// has read to look at it, or another.
    pub fn put_body(&mut self, body: impl Into<Body>) -> &mut Self {
        self.body = body.into();
        self.reader = None;
        self
    }

    /// The request itself, as the `http` crate has it.
    #[must_use]
    pub fn request(&self) -> &http::request::Parts {
        &self.request
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    pub(crate) fn put_caller(&mut self, caller: Caller) {
        self.caller = caller;
    }

    pub(crate) fn put_method(&mut self, method: Method) {
        self.request.method = method;
    }
}
