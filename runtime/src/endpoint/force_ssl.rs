//! A request comes in; without TLS, the way to the same page with TLS goes out; with it, what keeps browsers there.

use std::time::Duration;

use http::header::{LOCATION, STRICT_TRANSPORT_SECURITY};
use http::uri::{Authority, Scheme, Uri};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

use super::UrlOptions;
use crate::Body;

/// HTTPS for everybody: requests by HTTP are sent to the same path at `config.url.host` by HTTPS (301, or 307 for those that a
/// browser would not repeat as they are), and those by HTTPS get the header `strict-transport-security`.
///
/// Behind a proxy that ends TLS, [`Proxies`](super::Proxies) say which requests came by HTTPS.
///
/// | field | default |
/// |---|---|
/// | `host` | `config.url.host` |
/// | `port` | `config.url.port` where `config.url.scheme` is `https`, else 443 |
/// | `hsts` | see [`Hsts`] |
/// | `exclude_hosts` | `localhost`, `127.0.0.1`, `[::1]` |
/// | `exclude_paths` | none |
///
/// ```
/// use bennu::endpoint::{Config, ForceSsl};
///
/// let mut config = Config::default();
/// let mut force_ssl = ForceSsl::default();
/// force_ssl.exclude_paths.push("/health".into());
/// config.force_ssl = Some(force_ssl);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ForceSsl {
    /// The host that redirects lead to. It is never taken from the request, which could name any.
    pub host: Option<String>,
    /// The port that redirects lead to.
    pub port: Option<u16>,
    /// What browsers are told to remember; none for nothing.
    pub hsts: Option<Hsts>,
    /// Hosts, without port, that stay as they are.
    pub exclude_hosts: Vec<String>,
    /// Paths that stay as they are, and all below them.
    pub exclude_paths: Vec<String>,
}

/// What browsers remember of a host: that it is to be reached by HTTPS alone (RFC 6797).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hsts {
    /// For how long; default a year. Zero makes browsers forget.
    pub max_age: Duration,
    /// Whether it holds for all subdomains; default `false`.
    pub include_subdomains: bool,
    /// Whether browsers may ship with it built in, which is hard to take back; default `false`.
    pub preload: bool,
}

impl Default for ForceSsl {
    fn default() -> Self {
        let local = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
        Self {
            host: None,
            port: None,
            hsts: Some(Hsts::default()),
            exclude_hosts: local.into(),
            exclude_paths: Vec::new(),
        }
    }
}

impl Default for Hsts {
    fn default() -> Self {
        Self { max_age: Duration::from_secs(31_536_000), include_subdomains: false, preload: false }
    }
}

impl Hsts {
    fn header(&self) -> HeaderValue {
        let mut text = format!("max-age={}", self.max_age.as_secs());
        text.push_str(if self.include_subdomains { "; includeSubDomains" } else { "" });
        text.push_str(if self.preload { "; preload" } else { "" });
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("max-age=0"))
    }
}

impl ForceSsl {
    /// Whether the request is among those that stay as they are.
    pub(super) fn excludes(&self, request: &Request<Body>) -> bool {
        let (host, path) = (host(request), request.uri().path());
        let below = |prefix: &String| {
            let rest = path.strip_prefix(prefix.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.exclude_hosts.iter().any(|excluded| excluded.eq_ignore_ascii_case(host))
            || self.exclude_paths.iter().any(below)
    }

    /// The answer to a request by HTTP.
    pub(super) fn redirect(&self, request: &Request<Body>, url: &UrlOptions) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = match *request.method() {
            Method::GET | Method::HEAD => StatusCode::MOVED_PERMANENTLY,
            _ => StatusCode::TEMPORARY_REDIRECT,
        };
        match self.location(request.uri(), url) {
            Some(location) => {
                response.headers_mut().insert(LOCATION, location);
            }
            None => *response.status_mut() = StatusCode::BAD_REQUEST,
        }
        response
    }

    fn location(&self, uri: &Uri, url: &UrlOptions) -> Option<HeaderValue> {
        let host = self.host.as_ref().unwrap_or(&url.host);
        let port = self.port.or(url.port.filter(|_| url.scheme == "https")).filter(|port| *port != 443);
        let authority = port.map_or(host.clone(), |port| format!("{host}:{port}"));
        let location = Uri::builder()
            .scheme(Scheme::HTTPS)
            .authority(Authority::try_from(authority).ok()?)
            .path_and_query(uri.path_and_query()?.clone());
        HeaderValue::try_from(location.build().ok()?.to_string()).ok()
    }

    /// Adds to the response to a request by HTTPS what browsers remember.
    pub(super) fn put_hsts(&self, headers: &mut HeaderMap) {
        if let Some(hsts) = &self.hsts {
            headers.insert(STRICT_TRANSPORT_SECURITY, hsts.header());
        }
    }
}

/// The host of a request without its port.
fn host(request: &Request<Body>) -> &str {
    let header = request.headers().get(http::header::HOST).and_then(|host| host.to_str().ok());
    let host = request.uri().authority().map(Authority::as_str).or(header).unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, uri: &str, host: &str) -> Request<Body> {
        Request::builder().method(method).uri(uri).header("host", host).body(Body::empty()).unwrap()
    }

    #[test]
    fn redirects_keep_path_and_query_and_go_to_the_host_of_the_settings() {
        let url = UrlOptions { host: "example.com".into(), ..UrlOptions::default() };
        let location = |force: &ForceSsl, method, uri, url: &UrlOptions| {
            let response = force.redirect(&request(method, uri, "evil.example"), url);
            (response.status().as_u16(), response.headers().get(LOCATION).cloned().unwrap())
        };
        let force = ForceSsl::default();
        assert_eq!(
            location(&force, "GET", "/a?b=c", &url),
            (301, HeaderValue::from_static("https://example.com/a?b=c"))
        );
        assert_eq!(
            location(&force, "POST", "//evil", &url),
            (307, HeaderValue::from_static("https://example.com//evil"))
        );
        let url = UrlOptions { scheme: "https".into(), port: Some(8443), ..url };
        assert_eq!(
            location(&force, "HEAD", "/", &url),
            (301, HeaderValue::from_static("https://example.com:8443/"))
        );
        let force = ForceSsl { host: Some("other.com".into()), port: Some(443), ..force };
        assert_eq!(location(&force, "GET", "/", &url), (301, HeaderValue::from_static("https://other.com/")));
        assert_eq!(force.redirect(&request("OPTIONS", "*", "a"), &url).status(), 307);
    }

    #[test]
    fn hosts_and_paths_can_be_left_out() {
        let force = ForceSsl { exclude_paths: vec!["/health/".into()], ..ForceSsl::default() };
        for (uri, host) in [
            ("/", "localhost:4000"),
            ("/", "LOCALHOST"),
            ("/", "[::1]:80"),
            ("/health", "a"),
            ("/health/db", "a"),
        ] {
            assert!(force.excludes(&request("GET", uri, host)), "{uri} {host}");
        }
        for (uri, host) in [("/", "localhost.example.com"), ("/healthy", "a"), ("/", "")] {
            assert!(!force.excludes(&request("GET", uri, host)), "{uri} {host}");
        }
    }

    #[test]
    fn browsers_remember_as_long_as_they_are_told() {
        assert_eq!(Hsts::default().header(), "max-age=31536000");
        let hsts = Hsts { max_age: Duration::ZERO, include_subdomains: true, preload: true };
        assert_eq!(hsts.header(), "max-age=0; includeSubDomains; preload");
    }
}
