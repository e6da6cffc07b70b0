//! Whoever knows where the application is reachable comes in: a conn, an endpoint, its settings, an address; what stands before a
//! path goes out.

use std::sync::Arc;

use http::Uri;

use super::{Path, ToQuery};
use crate::endpoint::{Config, Shared};
use crate::live::{LiveView, Socket};
use crate::router::Router;
use crate::{Conn, Endpoint};

/// What knows where the application is reachable from outside: the first argument of `url!`, and of `path!` with two.
///
/// | base | scheme, host and port | path before all others |
/// |---|---|---|
/// | [`Config`], [`Shared`], [`Endpoint`] | `config.url` | `config.url.path` |
/// | [`Socket`] | as its endpoint | the same, then its [`script_name`](Socket::script_name) |
/// | [`Conn`] | what [`put_router_url`](Conn::put_router_url) set, else as its endpoint | the same, then its [`script_name`](Conn::script_name) |
/// | `"https://example.com/shop"`, [`Uri`] | as it says | as it says |
///
/// Static files may be served from another address: `config.static_url` stands before them in place of `config.url`, and
/// [`put_static_url`](Conn::put_static_url) before those of one request. They belong to the endpoint, whatever router names them, so that no
/// script name stands before them.
///
/// ```
/// use bennu::endpoint::Config;
/// use bennu::path::{Base, Path};
///
/// let mut config = Config::default();
/// assert_eq!(config.url(&Path::from_static("/users")), "http://localhost:4000/users");
/// config.url.scheme = "https".into();
/// config.url.host = "example.com".into();
/// config.url.port = Some(443);
/// config.url.path = "/shop".into();
/// assert_eq!(config.url(&Path::from_static("/users")), "https://example.com/shop/users");
/// assert_eq!("https://example.org".url(&Path::from_static("/")), "https://example.org/");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say where the application is reachable",
    label = "this is a `{Self}`",
    note = "the base of a URL is a conn, a socket, an endpoint, its `Shared` or `Config`, or an address such as `\"https://example.com\"`"
)]
pub trait Base {
    /// Appends scheme, host and port: `https://example.com:8443`, without a slash behind.
    fn push_origin(&self, out: &mut String);

    /// Appends what stands before every path: `/shop`, without a slash behind; mostly nothing.
    fn push_prefix(&self, out: &mut String);

    /// Appends scheme, host and port of static files.
    fn push_static_origin(&self, out: &mut String) {
        self.push_origin(out);
    }

    /// Appends what stands before the path of every static file.
    fn push_static_prefix(&self, out: &mut String) {
        self.push_prefix(out);
    }

    /// `path` behind what stands before every path.
    fn path(&self, path: &Path) -> Path {
        let mut out = String::with_capacity(path.len() + 16);
        self.push_prefix(&mut out);
        out.push_str(path);
        Path::from_string(out)
    }

    /// The whole URL of `path`.
    fn url(&self, path: &Path) -> String {
        let mut out = String::with_capacity(path.len() + 48);
        self.push_origin(&mut out);
        self.push_prefix(&mut out);
        out.push_str(path);
        out
    }

    /// The path of a static file, `path!("/assets/app.css")`, behind what stands before all of them.
    fn static_path(&self, path: &Path) -> Path {
        let mut out = String::with_capacity(path.len() + 16);
        self.push_static_prefix(&mut out);
        out.push_str(path);
        Path::from_string(out)
    }

    /// The whole URL of a static file: what `url!` gives where it finds one.
    fn static_url(&self, path: &Path) -> String {
        let mut out = String::with_capacity(path.len() + 48);
        self.push_static_origin(&mut out);
        self.push_static_prefix(&mut out);
        out.push_str(path);
        out
    }
}

impl Base for Config {
    fn push_origin(&self, out: &mut String) {
        let url = &self.url;
        out.extend([url.scheme.as_str(), "://", &url.host]);
        let port = url.port.unwrap_or(self.port);
        let usual = if url.scheme == "https" { 443 } else { 80 };
        if port != usual {
            out.push(':');
            out.push_str(&port.to_string());
        }
    }

    fn push_prefix(&self, out: &mut String) {
        out.push_str(self.url.path.trim_end_matches('/'));
    }

    fn push_static_origin(&self, out: &mut String) {
        match &self.static_url {
            Some(url) => url.push_origin(out),
            None => self.push_origin(out),
        }
    }

    fn push_static_prefix(&self, out: &mut String) {
        match &self.static_url {
            Some(url) => url.push_prefix(out),
            None => self.push_prefix(out),
        }
    }
}

impl Base for str {
    fn push_origin(&self, out: &mut String) {
        out.push_str(split_address(self).0);
    }

    fn push_prefix(&self, out: &mut String) {
        out.push_str(split_address(self).1);
    }
}

/// `https://example.com/shop/` as `https://example.com` and `/shop`; query and fragment are left out.
fn split_address(address: &str) -> (&str, &str) {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let host = address.find("://").map_or(0, |at| at + 3);
    let path = address[host..].find('/').map_or(address.len(), |at| host + at);
    (&address[..path], address[path..].trim_end_matches('/'))
}

impl Base for Uri {
    fn push_origin(&self, out: &mut String) {
        if let Some(authority) = self.authority() {
            out.extend([self.scheme_str().unwrap_or("http"), "://", authority.as_str()]);
        }
    }

    fn push_prefix(&self, out: &mut String) {
        out.push_str(self.path().trim_end_matches('/'));
    }
}

macro_rules! base_by {
    ($([$($generics:tt)*] $type:ty, $base:ident => $target:expr;)+) => {$(
        impl<$($generics)*> Base for $type {
            fn push_origin(&self, out: &mut String) {
                let $base = self;
                $target.push_origin(out);
            }

            fn push_prefix(&self, out: &mut String) {
                let $base = self;
                $target.push_prefix(out);
            }

            fn push_static_origin(&self, out: &mut String) {
                let $base = self;
                $target.push_static_origin(out);
            }

            fn push_static_prefix(&self, out: &mut String) {
                let $base = self;
                $target.push_static_prefix(out);
            }
        }
    )+};
}

base_by! {
    [] String, base => base.as_str();
    [T: Base + ?Sized] &T, base => **base;
    [T: Base + ?Sized] &mut T, base => **base;
    [T: Base + ?Sized] Arc<T>, base => **base;
    [S] Shared<S>, base => base.config;
    [R: Router] Endpoint<R>, base => base.shared();
}

impl<V: LiveView> Base for Socket<V> {
    fn push_origin(&self, out: &mut String) {
        self.shared().push_origin(out);
    }

    fn push_prefix(&self, out: &mut String) {
        self.shared().push_prefix(out);
        out.push_str(self.script_name());
    }

    fn push_static_origin(&self, out: &mut String) {
        self.shared().push_static_origin(out);
    }

    fn push_static_prefix(&self, out: &mut String) {
        self.shared().push_static_prefix(out);
    }
}

/// What [`Conn::put_router_url`] left.
struct RouterUrl(String);

/// What [`Conn::put_static_url`] left.
struct StaticUrl(String);

impl<S: 'static> Base for Conn<S> {
    fn push_origin(&self, out: &mut String) {
        match self.assigned::<RouterUrl>() {
            Some(RouterUrl(url)) => url.push_origin(out),
            None => self.shared().push_origin(out),
        }
    }

    fn push_prefix(&self, out: &mut String) {
        match self.assigned::<RouterUrl>() {
            Some(RouterUrl(url)) => url.push_prefix(out),
            None => self.shared().push_prefix(out),
        }
        out.push_str(self.script_name());
    }

    fn push_static_origin(&self, out: &mut String) {
        match self.assigned::<StaticUrl>() {
            Some(StaticUrl(url)) => url.push_origin(out),
            None => self.shared().push_static_origin(out),
        }
    }

    fn push_static_prefix(&self, out: &mut String) {
        match self.assigned::<StaticUrl>() {
            Some(StaticUrl(url)) => url.push_prefix(out),
            None => self.shared().push_static_prefix(out),
        }
    }
}

impl<S: 'static> Conn<S> {
    /// Has `url!(conn, …)` and `path!(conn, …)` build on `url` (`https://tenant.example.com/shop`) for the rest of this request,
    /// in place of the endpoint's `config.url`. Never take it from a request unchecked.
    pub fn put_router_url(&mut self, url: impl Into<String>) -> &mut Self {
        self.assign(RouterUrl(url.into()))
    }

    /// Has `url!(conn, "/assets/app.css")` lead to `url` (`https://cdn.example.com`) for the rest of this request, in place of the
    /// endpoint's `config.static_url`.
    pub fn put_static_url(&mut self, url: impl Into<String>) -> &mut Self {
        self.assign(StaticUrl(url.into()))
    }

    /// The path of this request with its query, as a link to the same page: behind what `path!(conn, …)` begins with.
    #[must_use]
    pub fn current_path(&self) -> Path {
        Base::path(self, &self.shown())
    }

    /// The path of this request with another query: `conn.current_path_with(&[("page", 2)])`.
    #[must_use]
    pub fn current_path_with(&self, pairs: &(impl ToQuery + ?Sized)) -> Path {
        Base::path(self, &self.shown_with(pairs))
    }

    /// The URL of this request: scheme, host and port as `url!` has them, since a request's `host` header can say anything.
    #[must_use]
    pub fn current_url(&self) -> String {
        self.url(&self.shown())
    }

    /// The URL of this request with another query.
    #[must_use]
    pub fn current_url_with(&self, pairs: &(impl ToQuery + ?Sized)) -> String {
        self.url(&self.shown_with(pairs))
    }

    fn shown(&self) -> Path {
        Path::from_string(self.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned())
    }

    fn shown_with(&self, pairs: &(impl ToQuery + ?Sized)) -> Path {
        Path::from_string(self.uri().path().to_owned()).with_query(pairs)
    }
}
