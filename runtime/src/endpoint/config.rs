//! Settings from code and environment come in, one checked `Config` goes out.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cookie::SameSite;

use super::environment::{ConfigError, Environment};
use super::errors::{DefaultErrorView, ErrorView};
use super::url::{self, UrlOptions};
use super::{ForceSsl, Limits, Proxies};
use crate::auth::{AnyLimiter, MemoryLimiter};
use crate::form::Translator;
use crate::params::FilterParameters;
use crate::router::Log;
use crate::session::AnyStore;
use crate::socket;
use crate::token::Secret;

/// How an endpoint behaves. Every field has a default that is safe to run with.
///
/// | field | default | environment |
/// |---|---|---|
/// | `ip` | `127.0.0.1` | `IP` |
/// | `port` | `4000` | `PORT` |
/// | `tls` | none: HTTP alone | see [`Tls`](super::Tls) |
/// | `force_ssl` | none | |
/// | `url` | see [`UrlOptions`] | `URL_SCHEME`, `URL_HOST`, `URL_PORT`, `URL_PATH` |
/// | `static_url` | none: as `url` | `STATIC_URL` |
/// | `proxies` | none, see [`Proxies`] | `TRUSTED_PROXIES` |
/// | `secret_key_base` | random, for this process only | `SECRET_KEY_BASE` |
/// | `session` | see [`SessionOptions`] | |
/// | `limits` | see [`Limits`] | |
/// | `compression` | see [`Compression`](super::Compression) | |
/// | `check_origin` | [`CheckOrigin::SameHost`] | |
/// | `live_path` | `/live` | |
/// | `socket` | see [`socket::Limits`] | |
/// | `pass` | none | |
/// | `upload_dir` | the system's directory for temporary files | `TMPDIR` on Unix |
/// | `error_view` | plain pages of Bennu's own | |
/// | `debug_errors` | `false`; with [`from_env`](Config::from_env) `true` in a debug build | `DEBUG_ERRORS` |
/// | `live_reload` | none; with [`from_env`](Config::from_env) on in a debug build, see [`LiveReload`](super::LiveReload) | `LIVE_RELOAD` |
/// | `watchers` | none, see [`Watcher`](super::Watcher) | |
/// | `log` | every request at level `info` | |
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
    /// The certificate for HTTPS, and its port.
    #[cfg(feature = "tls")]
    pub tls: Option<super::Tls>,
    /// Whether everybody is sent to HTTPS.
    pub force_ssl: Option<ForceSsl>,
    /// Where the application is reachable from outside.
    pub url: UrlOptions,
    /// Where static files are reachable, if it is another address: `https://cdn.example.com` or `https://example.com/static`, which
    /// `url!(conn, "/assets/app.css")` begins with. Something has to answer there; the endpoint serves its files all the same.
    pub static_url: Option<String>,
    /// The proxies before the application.
    pub proxies: Proxies,
    /// What cookies and tokens are signed with. A random one means that sessions end with the process.
    pub secret_key_base: Secret,
    /// The session cookie.
    pub session: SessionOptions,
    /// What a client may ask for at most.
    pub limits: Limits,
    /// Which responses are compressed; none for none.
    #[cfg(feature = "compression")]
    pub compression: Option<super::Compression>,
    /// Which files load pages again when they change, in development.
    #[cfg(feature = "live-reload")]
    pub live_reload: Option<super::LiveReload>,
    /// Build tools that run while the endpoint serves.
    pub watchers: Vec<super::Watcher>,
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
    /// How loudly a request is logged, where its route does not say: `|request| match request.uri.path() { "/status" => Log::Off, _ =>
    /// Log::Info }`.
    pub log: fn(&http::request::Parts) -> Log,
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

impl AsRef<Secret> for Config {
    fn as_ref(&self) -> &Secret {
        &self.secret_key_base
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 4000,
            #[cfg(feature = "tls")]
            tls: None,
            force_ssl: None,
            url: UrlOptions::default(),
            static_url: None,
            #[cfg(feature = "live-reload")]
            live_reload: None,
            watchers: Vec::new(),
            proxies: Proxies::default(),
            secret_key_base: Secret::random(),
            session: SessionOptions::default(),
            limits: Limits::default(),
            #[cfg(feature = "compression")]
            compression: Some(super::Compression::default()),
            check_origin: CheckOrigin::default(),
            live_path: "/live".into(),
            socket: socket::Limits::default(),
            pass: Vec::new(),
            upload_dir: std::env::temp_dir(),
            error_view: Arc::new(DefaultErrorView),
            debug_errors: false,
            log: |_| Log::Info,
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

impl Config {
    /// The defaults, changed by the variables of the environment that the table above names.
    ///
    /// In development, sessions and tokens are signed with a random secret of this process where `SECRET_KEY_BASE` is not set:
    /// a restart signs everybody out, and a warning in the log says so. A program without debug assertions, which is what a
    /// release build is, demands it.
    ///
    /// # Errors
    /// [`ConfigError`] names every variable that cannot be used or is missing, and what to set it to. To have the application's own
    /// variables among them, use [`read`](Self::read).
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut env = Environment::new();
        let config = Self::read(&mut env);
        env.finish()?;
        Ok(config)
    }

    /// The same from an environment of which more is read; what is wrong is left for [`Environment::finish`].
    ///
    /// ```
    /// use bennu::endpoint::{Config, Environment};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut env = Environment::from_pairs([("PORT", "8080"), ("DATABASE_URL", "app.sqlite")]);
    /// let config = Config::read(&mut env);
    /// let database: String = env.required("DATABASE_URL", "the path of a SQLite file, such as app.sqlite");
    /// env.finish()?;
    /// assert_eq!((config.port, database.as_str()), (8080, "app.sqlite"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn read(env: &mut Environment) -> Self {
        let mut config = Self::default();
        set(&mut config.port, env.optional("PORT", "a number from 0 to 65535, such as 4000"));
        set(&mut config.ip, env.optional("IP", "an address, such as 127.0.0.1 or ::"));
        config.debug_errors = env.optional("DEBUG_ERRORS", "true or false").unwrap_or(cfg!(debug_assertions));
        #[cfg(feature = "live-reload")]
        if env.optional("LIVE_RELOAD", "true or false").unwrap_or(cfg!(debug_assertions)) {
            config.live_reload = Some(super::LiveReload::new());
        }
        config.url.read(env);
        config.session.secure = config.url.scheme == "https";
        let address = "an address, such as https://cdn.example.com";
        set(&mut config.static_url, env.optional_by("STATIC_URL", address, url::address).map(Some));
        #[cfg(feature = "tls")]
        set(&mut config.tls, super::Tls::read(env).map(Some));
        let networks = "addresses and networks, such as 10.0.0.0/8, ::1";
        set(&mut config.proxies, env.optional_by("TRUSTED_PROXIES", networks, Proxies::parse));
        set(&mut config.secret_key_base, read_secret(env, cfg!(debug_assertions)));
        config
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

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// The secret; its value is never shown.
fn read_secret(env: &mut Environment, is_development: bool) -> Option<Secret> {
    const EXPECTED: &str = "what `openssl rand -base64 64` prints, on one line";
    let Some(text) = env.text("SECRET_KEY_BASE") else {
        if !is_development {
            env.report_missing("SECRET_KEY_BASE", EXPECTED);
        } else {
            tracing::warn!(
                target: "bennu::endpoint",
                "`SECRET_KEY_BASE` is not set: sessions and tokens end with this process"
            );
        }
        return None;
    };
    Secret::new(text).map_err(|error| env.report_because("SECRET_KEY_BASE", error, EXPECTED)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "01234567890123456789012345678901234567890123456789012345678901234";

    fn config<const N: usize>(pairs: [(&'static str, &'static str); N]) -> Result<Config, ConfigError> {
        let mut env = Environment::from_pairs(pairs);
        let config = Config::read(&mut env);
        env.finish().map(|()| config)
    }

    #[test]
    fn the_environment_changes_the_defaults() {
        assert_eq!(config([("PORT", "8080")]).unwrap().address().to_string(), "127.0.0.1:8080");
        assert_eq!(config([("IP", "::")]).unwrap().address().to_string(), "[::]:4000");
        assert_eq!(config([("PORT", "")]).unwrap().port, 4000);
        assert_eq!(config([]).unwrap().debug_errors, cfg!(debug_assertions));
        assert!(
            !config([("DEBUG_ERRORS", "false")]).unwrap().debug_errors && !Config::default().debug_errors
        );
        #[cfg(feature = "live-reload")]
        {
            let is_on = |config: Config| config.live_reload.is_some();
            assert!(is_on(config([]).unwrap()) == cfg!(debug_assertions) && !is_on(Config::default()));
            assert!(!is_on(config([("LIVE_RELOAD", "false")]).unwrap()));
        }
        assert_eq!(config([("URL_HOST", "example.com")]).unwrap().url.host, "example.com");
        assert_eq!(config([("URL_PORT", "443")]).unwrap().url.port, Some(443));
        assert!(config([("URL_SCHEME", "https")]).unwrap().session.secure);
        let elsewhere = config([("STATIC_URL", "https://cdn.example.com/shop")]).unwrap().static_url;
        assert_eq!(elsewhere.as_deref(), Some("https://cdn.example.com/shop"));
        assert!(!config([("URL_SCHEME", "http")]).unwrap().session.secure);
        assert_eq!(config([("TRUSTED_PROXIES", "10.0.0.1, ::1")]).unwrap().proxies.trusted.len(), 2);
        assert!(config([("SECRET_KEY_BASE", SECRET)]).is_ok());
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let message = |name, value| config([(name, value)]).unwrap_err().to_string();
        let port = "set it to a number from 0 to 65535, such as 4000";
        assert_eq!(message("PORT", "http"), format!("`PORT` is `http`; {port}"));
        assert_eq!(message("PORT", "70000"), format!("`PORT` is `70000`; {port}"));
        assert_eq!(message("DEBUG_ERRORS", "yes"), "`DEBUG_ERRORS` is `yes`; set it to true or false");
        assert_eq!(message("URL_SCHEME", "ftp"), "`URL_SCHEME` is `ftp`; set it to http or https");
        assert_eq!(message("URL_PATH", "shop"), "`URL_PATH` is `shop`; set it to a path, such as /shop");
        assert_eq!(
            message("URL_HOST", "http://x"),
            "`URL_HOST` is `http://x`; set it to the name of a host, such as example.com"
        );
        for wrong in ["cdn.example.com", "ftp://example.com", "https://", "https://a b", "https://a/?b"] {
            assert_eq!(
                message("STATIC_URL", wrong),
                format!("`STATIC_URL` is `{wrong}`; set it to an address, such as https://cdn.example.com")
            );
        }
        assert_eq!(message("IP", "here"), "`IP` is `here`; set it to an address, such as 127.0.0.1 or ::");
        assert_eq!(
            message("TRUSTED_PROXIES", "10.0.0.0/99"),
            "`TRUSTED_PROXIES` is `10.0.0.0/99`; set it to addresses and networks, such as 10.0.0.0/8, ::1"
        );
    }

    #[test]
    fn a_secret_is_asked_for_and_never_shown() {
        assert_eq!(
            config([("SECRET_KEY_BASE", "short-and-secret")]).unwrap_err().to_string(),
            "`SECRET_KEY_BASE`: the secret key base has 16 bytes and needs at least 64; set it to what `openssl rand -base64 64` prints, on one line"
        );
        let mut env = Environment::from_pairs([]);
        assert!(read_secret(&mut env, false).is_none());
        assert_eq!(
            env.finish().unwrap_err().to_string(),
            "`SECRET_KEY_BASE` is not set; set it to what `openssl rand -base64 64` prints, on one line"
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let error = config([("PORT", "x"), ("IP", "y"), ("URL_PORT", "z"), ("SECRET_KEY_BASE", "short")])
            .unwrap_err();
        assert_eq!(error.names().collect::<Vec<_>>(), ["PORT", "IP", "URL_PORT", "SECRET_KEY_BASE"]);
        assert_eq!(error.to_string().lines().count(), 4);
    }
}
