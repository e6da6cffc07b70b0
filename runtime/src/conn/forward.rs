//! A conn whose route forwards comes in, the same conn or a request without the matched prefix goes out, and what comes back.

use http::uri::PathAndQuery;
use http::{Request, Response, Uri};

use super::Conn;
use crate::router::{Match, Route};
use crate::{Body, Error, Result};

/// The path of a request that a route forwards: how long the prefix is, and the rest without its slash.
pub(crate) fn split_rest<'p>(matched: &Match, path: &'p str) -> (usize, &'p str) {
    let rest = matched.segment(path, 0).unwrap_or_default();
    // A rest is the end of a path, but for slashes that follow it.
    let start = rest.as_ptr().addr().checked_sub(path.as_ptr().addr()).filter(|start| *start <= path.len());
    (path[..start.unwrap_or(path.len())].trim_end_matches('/').len(), rest)
}

/// What a conn gets back once the other router is done.
pub(crate) struct Outer {
    uri: Uri,
    script: usize,
    route: Option<&'static Route>,
    matched: Option<Match>,
}

impl<S: 'static> Conn<S> {
    /// What routers in front of this one have taken off the path: `/admin` in a router that is forwarded to from there. Empty
    /// in the router of the endpoint.
    #[must_use]
    pub fn script_name(&self) -> &str {
        &self.script_name
    }

    /// The path is from now on what the route's glob captured, and what stood before it belongs to the script name.
    pub(crate) fn enter_forward(&mut self) -> Result<Outer> {
        let (prefix, inner) = self.split_forward()?;
        let outer = Outer {
            uri: std::mem::replace(&mut self.request.uri, inner),
            script: self.script_name.len(),
            route: self.route,
            matched: self.matched,
        };
        self.script_name.push_str(&outer.uri.path()[..prefix]);
        Ok(outer)
    }

    /// Undoes [`enter_forward`](Self::enter_forward).
    pub(crate) fn leave_forward(&mut self, outer: Outer) {
        self.request.uri = outer.uri;
        self.script_name.truncate(outer.script);
        (self.route, self.matched) = (outer.route, outer.matched);
    }

    /// The request with the rest of its path and with its body, which the conn has no longer.
    pub(crate) fn forwarded_request(&mut self) -> Result<Request<Body>> {
        let (_, uri) = self.split_forward()?;
        let mut request = Request::new(self.take_body());
        *request.method_mut() = self.request.method.clone();
        *request.uri_mut() = uri;
        *request.version_mut() = self.request.version;
        *request.headers_mut() = self.request.headers.clone();
        *request.extensions_mut() = self.request.extensions.clone();
        Ok(request)
    }

    /// Sends what a service answered; its headers take the place of those that plugs have put.
    pub(crate) fn send_response(&mut self, response: Response<Body>) -> Result {
        let (parts, body) = response.into_parts();
        self.put_status(parts.status.as_u16());
        for name in parts.headers.keys() {
            self.response.headers.remove(name);
        }
        for (name, value) in &parts.headers {
            self.response.headers.append(name, value.clone());
        }
        self.send(body)
    }

    /// How long the prefix is, and the URI without it.
    fn split_forward(&self) -> Result<(usize, Uri)> {
        let path = self.path();
        let (prefix, rest) =
            self.matched.as_ref().map_or((path.len(), ""), |matched| split_rest(matched, path));
        let query = self.request.uri.query();
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let mut parts = self.request.uri.clone().into_parts();
        parts.path_and_query = Some(PathAndQuery::try_from(format!("/{rest}{query}"))?);
        let uri = Uri::from_parts(parts)
            .map_err(|error| Error::bad_request("the path cannot be forwarded").with_source(error))?;
        Ok((prefix, uri))
    }
}
