//! A database's address comes in, where it is and how many connections it gets goes out.

use std::fmt;
use std::time::Duration;

use tokio_postgres::config::{Host, SslMode};

use super::Error;
#[cfg(feature = "tls")]
use super::tls::{Tls, Verify};

/// Where a database is and how it is used.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(super) config: tokio_postgres::Config,
    #[cfg(feature = "tls")]
    pub(super) tls: Tls,
    /// Connections at most.
    pub(super) pool_size: usize,
    /// How long a statement waits for a connection.
    pub(super) pool_timeout: Duration,
    /// Statements that wait at most; further ones fail at once.
    pub(super) pool_queue: usize,
    /// From when on a statement is worth a warning.
    pub(super) slow_query: Option<Duration>,
}

impl Settings {
    /// `postgres://user:password@host:5432/database?pool_size=20`; what Bennu does not know is the driver's.
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let (location, query) = url.split_once('?').unwrap_or((url, ""));
        let mut encryption = Encryption::default();
        let mut settings = Self {
            config: tokio_postgres::Config::new(),
            #[cfg(feature = "tls")]
            tls: encryption.tls()?,
            pool_size: 10,
            pool_timeout: Duration::from_secs(5),
            pool_queue: 1_000,
            slow_query: Some(Duration::from_secs(1)),
        };
        let mut others = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !settings.set(&name, &value)? && !encryption.set(&name, &value)? {
                others.append_pair(&name, &value);
            }
        }
        // The driver reads `%20`, no `+`.
        let url = format!("{location}?{}", others.finish().replace('+', "%20"));
        settings.config = url.parse().map_err(|error: tokio_postgres::Error| {
            let source =
                std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
            // Not the address itself: it holds a password.
            Error::Setting { message: format!("the database's address is wrong: {error}{source}") }
        })?;
        settings.config.application_name("bennu");
        // A socket of the machine's own is not encrypted, as with libpq.
        let is_remote = |host: &Host| matches!(host, Host::Tcp(_));
        let is_local =
            !settings.config.get_hosts().iter().any(is_remote) && settings.config.get_hostaddrs().is_empty();
        settings.config.ssl_mode(if is_local { SslMode::Disable } else { encryption.mode });
        #[cfg(feature = "tls")]
        {
            settings.tls = encryption.tls()?;
        }
        Ok(settings)
    }

    /// Whether it is a setting of the pool.
    fn set(&mut self, name: &str, value: &str) -> Result<bool, Error> {
        let number = |range: std::ops::RangeInclusive<u32>| {
            value.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| Error::Setting {
                message: format!(
                    "`{name}={value}`: expected a number from {} to {}",
                    range.start(),
                    range.end()
                ),
            })
        };
        match name {
            "pool_size" => self.pool_size = number(1..=10_000)? as usize,
            "pool_timeout" => self.pool_timeout = Duration::from_millis(number(1..=3_600_000)?.into()),
            "pool_queue" => self.pool_queue = number(0..=1_000_000)? as usize,
            "slow_query" => {
                let milliseconds = number(0..=u32::MAX)?;
                self.slow_query = (milliseconds > 0).then(|| Duration::from_millis(milliseconds.into()));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// What the address says of encryption: libpq's `sslmode` and `sslrootcert`.
struct Encryption {
    mode: SslMode,
    #[cfg(feature = "tls")]
    verify: Verify,
    #[cfg(feature = "tls")]
    roots: Option<String>,
}

#[cfg(feature = "tls")]
impl Default for Encryption {
    fn default() -> Self {
        Self { mode: SslMode::Prefer, verify: Verify::Nothing, roots: None }
    }
}

#[cfg(not(feature = "tls"))]
impl Default for Encryption {
    fn default() -> Self {
        Self { mode: SslMode::Disable }
    }
}

#[cfg(feature = "tls")]
impl Encryption {
    /// Whether it is a setting of encryption.
    fn set(&mut self, name: &str, value: &str) -> Result<bool, Error> {
        match name {
            "sslmode" => {
                (self.mode, self.verify) = match value {
                    "disable" => (SslMode::Disable, Verify::Nothing),
                    "prefer" => (SslMode::Prefer, Verify::Nothing),
                    "require" => (SslMode::Require, Verify::Nothing),
                    "verify-ca" => (SslMode::Require, Verify::Authority),
                    "verify-full" => (SslMode::Require, Verify::Host),
                    _ => {
                        let words = "`disable`, `prefer`, `require`, `verify-ca` or `verify-full`";
                        return Err(Error::Setting {
                            message: format!("`sslmode={value}`: expected {words}"),
                        });
                    }
                }
            }
            "sslrootcert" => self.roots = Some(value.to_owned()),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn tls(&self) -> Result<Tls, Error> {
        // As with libpq: whoever says whom to trust wants that to be looked at.
        let verify = match (self.mode, self.verify) {
            (SslMode::Require, Verify::Nothing) if self.roots.is_some() => Verify::Authority,
            (_, verify) => verify,
        };
        Tls::new(verify, self.roots.as_deref())
    }
}

#[cfg(not(feature = "tls"))]
impl Encryption {
    /// Whether it is a setting of encryption.
    #[expect(clippy::unused_self, reason = "the same with and without encryption")]
    fn set(&mut self, name: &str, value: &str) -> Result<bool, Error> {
        match (name, value) {
            ("sslmode", "disable" | "prefer") => Ok(true),
            ("sslmode" | "sslrootcert", _) => {
                let message = format!("`{name}={value}` needs the cargo feature `tls` of the crate `bennu`");
                Err(Error::Setting { message })
            }
            _ => Ok(false),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("hosts", &self.config.get_hosts())
            .field("database", &self.config.get_dbname())
            .field("pool_size", &self.pool_size)
            .field("pool_timeout", &self.pool_timeout)
            .field("pool_queue", &self.pool_queue)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let url = "postgres://ann:s%20cret@localhost:5433/shop?pool_size=3&pool_timeout=20&connect_timeout=2";
        let settings = Settings::parse(url).expect("an address");
        assert_eq!((settings.pool_size, settings.pool_timeout), (3, Duration::from_millis(20)));
        assert_eq!(settings.config.get_dbname(), Some("shop"));
        assert_eq!(settings.config.get_password(), Some(&b"s cret"[..]));
        assert_eq!(settings.config.get_connect_timeout(), Some(&Duration::from_secs(2)));
        assert!(!format!("{settings:?}").contains("cret"));
        assert_eq!(settings.config.get_ssl_mode(), SslMode::Prefer);
        let socket =
            Settings::parse("postgres:///shop?host=/var/run/postgresql&user=ann").expect("an address");
        assert_eq!((socket.config.get_hosts().len(), socket.config.get_ssl_mode()), (1, SslMode::Disable));
        let strict = Settings::parse("postgres://h/d?sslmode=verify-full").expect("an address");
        assert_eq!(strict.config.get_ssl_mode(), SslMode::Require);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let message = |url| Settings::parse(url).expect_err("no address").to_string();
        assert_eq!(message("postgres://h/d?pool_size=0"), "`pool_size=0`: expected a number from 1 to 10000");
        assert!(
            message("postgres://h/d?sslmode=full")
                .contains("expected `disable`, `prefer`, `require`, `verify-ca`")
        );
        assert!(
            message("postgres://h/d?sslmode=verify-ca&sslrootcert=/nowhere")
                .contains("`sslrootcert=/nowhere`: ")
        );
        assert!(message("postgres://h/d?pool_sise=1").contains("pool_sise"));
        assert!(!message("postgres://u:secret@h:x/d").contains("secret"));
    }
}
