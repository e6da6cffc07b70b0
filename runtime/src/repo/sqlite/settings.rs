//! A database's address comes in, where it is and how it is kept goes out.

use std::path::PathBuf;
use std::time::Duration;

use super::Error;

/// What survives a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Synchronous {
    Normal,
    Full,
}

impl Synchronous {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Full => "full",
        }
    }
}

/// Where a database is and how it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// None is a database in memory.
    pub(super) path: Option<PathBuf>,
    pub(super) synchronous: Synchronous,
    pub(super) busy_timeout: Duration,
    /// From when on a statement is worth a warning.
    pub(super) slow_query: Option<Duration>,
}

impl Settings {
    /// `hello.sqlite`, `sqlite:hello.sqlite?synchronous=full`, `sqlite::memory:`.
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let location = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        let (path, query) = location.split_once('?').unwrap_or((location, ""));
        if path.is_empty() {
            let message = format!("`{url}` names no database: expected a file's path or `:memory:`");
            return Err(Error::Setting { message });
        }
        let path = (path != ":memory:").then(|| PathBuf::from(path));
        let mut settings = Self {
            path,
            synchronous: Synchronous::Normal,
            busy_timeout: Duration::from_secs(5),
            slow_query: Some(Duration::from_secs(1)),
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            settings.set(&name, &value)?;
        }
        Ok(settings)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let wrong =
            |expected: &str| Error::Setting { message: format!("`{name}={value}`: expected {expected}") };
        let milliseconds = || {
            let number: u32 = value.parse().map_err(|_| wrong("milliseconds"))?;
            Ok(Duration::from_millis(number.into()))
        };
        match name {
            "synchronous" => {
                self.synchronous = match value {
                    "normal" => Synchronous::Normal,
                    "full" => Synchronous::Full,
                    _ => return Err(wrong("`normal` or `full`")),
                }
            }
            "busy_timeout" => self.busy_timeout = milliseconds()?,
            "slow_query" => self.slow_query = Some(milliseconds()?).filter(|time| !time.is_zero()),
            _ => return Err(wrong("a setting named `synchronous`, `busy_timeout` or `slow_query`")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let path =
            |url| Settings::parse(url).map(|settings| settings.path).map_err(|error| error.to_string());
        assert_eq!(path("hello.sqlite"), Ok(Some("hello.sqlite".into())));
        assert_eq!(path("sqlite:hello.sqlite"), Ok(Some("hello.sqlite".into())));
        assert_eq!(path("sqlite:///var/lib/hello.sqlite"), Ok(Some("/var/lib/hello.sqlite".into())));
        assert_eq!(path(":memory:"), Ok(None));
        assert_eq!(path("sqlite::memory:"), Ok(None));
        assert!(path("sqlite:").unwrap_err().contains("names no database"));
    }

    #[test]
    fn settings_are_read() {
        let settings = Settings::parse("a.db?synchronous=full&busy_timeout=20").expect("both are settings");
        assert_eq!(
            (settings.synchronous, settings.busy_timeout),
            (Synchronous::Full, Duration::from_millis(20))
        );
        for wrong in ["a.db?synchronous=off", "a.db?busy_timeout=-1", "a.db?timeout=1"] {
            assert!(matches!(Settings::parse(wrong), Err(Error::Setting { .. })), "{wrong}");
        }
    }
}
