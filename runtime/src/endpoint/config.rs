//! Settings from code and environment come in, one checked `Config` goes out.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cookie::SameSite;

use super::errors::{DefaultErrorView, ErrorView};
use super::url::UrlOptions;
use crate::auth::{AnyLimiter, MemoryLimiter};
use crate::form::Translator;
use crate::params::FilterParameters;
use crate::session::AnyStore;
use crate::socket;
use crate::token::{Secret, SecretTooShort};

/// How an endpoint behaves. Every field has a default that is safe to run with.
///
/// | field | default | environment |
/// |---|---|---|
/// | `ip` | `127.0.0.1` | `IP` |
/// | `port` | `4000` | `PORT` |
/// | `url` | see [`UrlOptions`] | `URL_SCHEME`, `URL_HOST`, `URL_PORT`, `URL_PATH` |
/// | `secret_key_base` | random, for this process only | `SECRET_KEY_BASE` |
/// | `session` | see [`SessionOptions`] | |
/// | `limits` | see [`Limits`] | |
/// | `check_origin` | [`CheckOrigin::SameHost`] | |
/// | `live_path` | `/live` | |
/// | `socket` | see [`socket::Limits`] | |
/// | `pass` | none | |
/// | `upload_dir` | the system's directory for temporary files | `TMPDIR` on Unix |
/// | `error_view` | plain pages of Bennu's own | |
/// | `debug_errors` | `false`; with [`from_env`](Config::from_env) `true` in a debug build | `DEBUG_ERRORS` |
/// | `filter_parameters` | those whose name contains `password` | |
/// | `translator` | none: errors are shown as they were written | |
///
/// ```
/// use bennu::endpoint::Config;
///
/// let mut config = Config::default();
/// config.limits.body = 64 * 1024;
/// config.session.secure = true;
/// assert_eq!(config.address().to_string(), "127.0.0.1:4000");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The address to listen on.
    pub ip: IpAddr,
    /// The TCP port to listen on; 0 lets the system choose one.
    pub port: u16,
    /// Where the application is reachable from outside.
    pub url: UrlOptions,
    /// What cookies and tokens are signed with. A random one means that sessions end with the process.
    pub secret_key_base: Secret,
    /// The session cookie.
    pub session: SessionOptions,
    /// What a client may ask for at most.
    pub limits: Limits,
    /// From which pages a browser may open a socket or send a form.
    pub check_origin: CheckOrigin,
    /// The path under which LiveView's socket answers (`{live_path}/websocket`).
    pub live_path: String,
    /// What one socket connection may use.
    pub socket: socket::Limits,
    /// Content types of request bodies that are left unread for handlers (`"text/csv"`, `"image/*"`, `"*/*"`).
    pub pass: Vec<String>,
    /// Where uploaded files lie while their request runs.
    pub upload_dir: PathBuf,
    /// What error pages look like.
    pub error_view: Arc<dyn ErrorView>,
    /// Whether errors are answered with pages for developers in place of those of `error_view`: with the place in the source, the
    /// request, its session, and the routes. Visitors must not see them.
    pub debug_errors: bool,
    /// Which parameters are kept out of logs and debug pages.
    pub filter_parameters: FilterParameters,
    /// Who says errors of forms in the reader's language.
    pub translator: Option<Arc<dyn Translator>>,
    /// What counts requests for rate limits.
    pub(crate) rate_limiter: Arc<dyn AnyLimiter>,
}

/// The session cookie's name and attributes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SessionOptions {
    /// The cookie's name; default `_bennu_key`.
    pub name: String,
    /// What the session is signed for: another salt makes all sessions of before unreadable. Default `session`.
    pub salt: String,
    /// Whether the session is encrypted, so that the client cannot read it either; default `false`: it is signed, which keeps the
    /// client from changing it. Turning it on or off makes all sessions of before unreadable.
    pub encrypt: bool,
    /// The path below which browsers send it; default `/`.
    pub path: String,
    /// The domain it is sent to; by default only the host that set it.
    pub domain: Option<String>,
    /// Whether browsers send it over HTTPS only; default `false`, since development has no HTTPS, and `true` where `URL_SCHEME` is
    /// `https`.
    pub secure: bool,
    /// Whether scripts are kept from reading it; default `true`.
    pub http_only: bool,
    /// On which requests from other sites it is sent; default `Lax`.
    pub same_site: SameSite,
    /// How long it lives, also on the server; by default until the browser closes.
    pub max_age: Option<Duration>,
    /// Longest session that a [store](Config::with_session_store) keeps, in bytes of JSON; default 65,536.
    pub max_bytes: usize,
    /// Where sessions are kept, if not in the cookie.
    pub(crate) store: Option<Arc<dyn AnyStore>>,
}

/// What a client may ask for at most. Beyond it, the answer is the status in the last column.
///
/// | field | default | status |
/// |---|---|---|
/// | `body` | 8,000,000 bytes | 413 |
/// | `multipart` | 8,000,000 bytes | 413 |
/// | `multipart_parts` | 1,000 | 413 |
/// | `uri` | 8,192 bytes | 414 |
/// | `header_bytes` | 65,536 bytes | 431 |
/// | `headers` | 100 | 431 |
/// | `params` | 10,000 values | 400 |
/// | `params_depth` | 32 levels | 400 |
/// | `header_timeout` | 30 s, also between requests | connection closed |
/// | `body_timeout` | 30 s between two parts | 408 |
/// | `connections` | 20,000 | waits |
/// | `shutdown_timeout` | 30 s | connection closed |
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a request body.
    pub body: usize,
    /// Bytes of a form with files; what is no file counts for `body` as well.
    pub multipart: usize,
    /// Fields and files of a form with files.
    pub multipart_parts: usize,
    /// Bytes of a request's path with its query.
    pub uri: usize,
    /// Bytes of all headers of a request with its first line; at least 8,192.
    pub header_bytes: usize,
    /// Headers of a request.
    pub headers: usize,
    /// Parameters of a query or of a body, each value in a JSON body counted.
    pub params: usize,
    /// How deep parameters nest.
    pub params_depth: usize,
    /// How long the head of a request may take, counted from the end of the one before.
    pub header_timeout: Duration,
    /// How long the next part of a body may take.
    pub body_timeout: Duration,
    /// Connections at a time; further ones wait to be accepted.
    pub connections: usize,
    /// How long a shutdown waits for requests and sockets that are in flight.
    pub shutdown_timeout: Duration,
}

/// From which pages a browser may open a socket, or send a form that
/// [`protect_from_forgery`](crate::plug::protect_from_forgery) looks at: what its `origin` header is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckOrigin {
    /// From pages of the host that the request names.
    #[default]
    SameHost,
    /// From these: `https://example.com`, `//example.com`, `//*.example.com`.
    List(Vec<String>),
    /// From anywhere.
    Any,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 4000,
            url: UrlOptions::default(),
            secret_key_base: Secret::random(),
            session: SessionOptions::default(),
            limits: Limits::default(),
            check_origin: CheckOrigin::default(),
            live_path: "/live".into(),
            socket: socket::Limits::default(),
            pass: Vec::new(),
            upload_dir: std::env::temp_dir(),
            error_view: Arc::new(DefaultErrorView),
            debug_errors: false,
            filter_parameters: FilterParameters::default(),
            translator: None,
            rate_limiter: Arc::new(MemoryLimiter::new()),
        }
    }
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self {
            name: "_bennu_key".into(),
            salt: "session".into(),
            encrypt: false,
            path: "/".into(),
            domain: None,
            secure: false,
            http_only: true,
            same_site: SameSite::Lax,
            max_age: None,
            max_bytes: 64 * 1024,
            store: None,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 8_000_000,
            multipart: 8_000_000,
            multipart_parts: 1_000,
            uri: 8 * 1024,
            header_bytes: 64 * 1024,
            headers: 100,
            params: 10_000,
            params_depth: 32,
            header_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(30),
            connections: 20_000,
            shutdown_timeout: Duration::from_secs(30),
        }
    }
}

/// A variable of the environment that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// It has to be a number from 0 to 65535.
    Port(String),
    /// It has to be an IPv4 or IPv6 address.
    Ip(String),
    /// It has to be `true` or `false`.
    DebugErrors(String),
    /// It is too short.
    SecretKeyBase(SecretTooShort),
    /// It has to be a part of a URL.
    Url {
        /// The variable's name.
        name: &'static str,
        /// What it holds.
        text: String,
        /// What it should hold.
        expected: &'static str,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(text) => {
                write!(f, "`PORT` is `{text}`; set it to a number from 0 to 65535, such as 4000")
            }
            Self::Ip(text) => write!(f, "`IP` is `{text}`; set it to an address, such as 127.0.0.1 or ::"),
            Self::DebugErrors(text) => write!(f, "`DEBUG_ERRORS` is `{text}`; set it to true or false"),
            Self::Url { name, text, expected } => write!(f, "`{name}` is `{text}`; set it to {expected}"),
            Self::SecretKeyBase(error) => {
                write!(f, "`SECRET_KEY_BASE`: {error}; make one with `openssl rand -base64 64`")
            }
        }
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// The defaults, changed by `PORT`, `IP`, `SECRET_KEY_BASE`, `DEBUG_ERRORS` and `URL_…` where the environment has them.
    ///
    /// Without `SECRET_KEY_BASE` the secret is random and kept by this process alone: good for development, where it only
    /// means that a restart signs everybody out. A warning in the log says so.
    ///
    /// # Errors
    /// [`ConfigError`] names the variable that cannot be used, and what to set it to.
    pub fn from_env() -> Result<Self, ConfigError> {
        let config = Self::from_lookup(|name| std::env::var(name).ok())?;
        if std::env::var_os("SECRET_KEY_BASE").is_none() {
            tracing::warn!(
                target: "bennu::endpoint",
                "`SECRET_KEY_BASE` is not set: sessions and tokens end with this process"
            );
        }
        Ok(config)
    }

    fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        if let Some(text) = lookup("PORT") {
            config.port = text.parse().map_err(|_| ConfigError::Port(text))?;
        }
        if let Some(text) = lookup("IP") {
            config.ip = text.parse().map_err(|_| ConfigError::Ip(text))?;
        }
        config.debug_errors = match lookup("DEBUG_ERRORS") {
            Some(text) => text.parse().map_err(|_| ConfigError::DebugErrors(text))?,
            None => cfg!(debug_assertions),
        };
        config.url.read(&lookup)?;
        config.session.secure = config.url.scheme == "https";
        if let Some(text) = lookup("SECRET_KEY_BASE") {
            config.secret_key_base = Secret::new(text).map_err(ConfigError::SecretKeyBase)?;
        }
        Ok(config)
    }

    /// The same with error pages of the application's own.
    #[must_use]
    pub fn with_error_view(mut self, view: impl ErrorView) -> Self {
        self.error_view = Arc::new(view);
        self
    }

    /// The same with errors of forms in the reader's language, which is [`Conn::put_locale`](crate::Conn::put_locale)'s.
    #[must_use]
    pub fn with_translator(mut self, translator: impl Translator + 'static) -> Self {
        self.translator = Some(Arc::new(translator));
        self
    }

    /// Where to listen: `ip` and `port`.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        (self.ip, self.port).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(name: &'static str, value: &'static str) -> Result<Config, ConfigError> {
        Config::from_lookup(|asked| (asked == name).then(|| value.to_owned()))
    }

    #[test]
    fn the_environment_changes_the_defaults() {
        assert_eq!(config("PORT", "8080").unwrap().address().to_string(), "127.0.0.1:8080");
        assert_eq!(config("IP", "::").unwrap().address().to_string(), "[::]:4000");
        assert_eq!(config("NOTHING", "").unwrap().debug_errors, cfg!(debug_assertions));
        assert!(!config("DEBUG_ERRORS", "false").unwrap().debug_errors && !Config::default().debug_errors);
        assert_eq!(config("URL_HOST", "example.com").unwrap().url.host, "example.com");
        assert_eq!(config("URL_PORT", "443").unwrap().url.port, Some(443));
        assert!(config("URL_SCHEME", "https").unwrap().session.secure);
        assert!(!config("URL_SCHEME", "http").unwrap().session.secure);
        assert!(
            config("SECRET_KEY_BASE", "01234567890123456789012345678901234567890123456789012345678901234")
                .is_ok()
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let message = |name, value| config(name, value).unwrap_err().to_string();
        assert_eq!(
            message("PORT", "http"),
            "`PORT` is `http`; set it to a number from 0 to 65535, such as 4000"
        );
        assert_eq!(
            message("PORT", "70000"),
            "`PORT` is `70000`; set it to a number from 0 to 65535, such as 4000"
        );
        assert_eq!(message("DEBUG_ERRORS", "yes"), "`DEBUG_ERRORS` is `yes`; set it to true or false");
        assert_eq!(message("URL_SCHEME", "ftp"), "`URL_SCHEME` is `ftp`; set it to http or https");
        assert_eq!(message("URL_PATH", "shop"), "`URL_PATH` is `shop`; set it to a path, such as /shop");
        assert_eq!(
            message("URL_HOST", "http://x"),
            "`URL_HOST` is `http://x`; set it to the name of a host, such as example.com"
        );
        assert_eq!(message("IP", "here"), "`IP` is `here`; set it to an address, such as 127.0.0.1 or ::");
        assert_eq!(
            message("SECRET_KEY_BASE", "short"),
            "`SECRET_KEY_BASE`: the secret key base has 5 bytes and needs at least 64; make one with `openssl rand -base64 64`"
        );
    }
}
