//! `host: "api."` comes in, what a request's host must look like goes out, with the relations between such demands.

use std::fmt;

/// What the host of a request must look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// `example.com`
    Exact(String),
    /// `api.`: begins with it.
    Prefix(String),
    /// `*.example.com`: ends in it, with at least one label in front; holds `.example.com`.
    Suffix(String),
}

impl Host {
    /// Reads what stands in quotes; the error says what is wrong with it and what to write.
    pub(super) fn parse(text: &str) -> Result<Self, (String, String)> {
        let example = "write `\"example.com\"`, `\"api.\"` for all that begins so, or `\"*.example.com\"`";
        let lower = text.to_ascii_lowercase();
        let (name, is_suffix) = lower.strip_prefix("*.").map_or((lower.as_str(), false), |name| (name, true));
        let bad = |c: &char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
        if name.contains(':') {
            return Err((
                format!("host `{text}` holds more than a name"),
                "leave out scheme and port".to_owned(),
            ));
        }
        if let Some(c) = name.chars().find(bad) {
            return Err((format!("host `{text}` holds `{}`", c.escape_debug()), example.to_owned()));
        }
        let labels = name.strip_suffix('.').unwrap_or(name);
        if labels.is_empty() || labels.split('.').any(str::is_empty) || is_suffix && name.ends_with('.') {
            return Err((format!("host `{text}` has an empty label"), example.to_owned()));
        }
        Ok(match (is_suffix, name.ends_with('.')) {
            (true, _) => Self::Suffix(format!(".{name}")),
            (false, true) => Self::Prefix(name.to_owned()),
            (false, false) => Self::Exact(name.to_owned()),
        })
    }

    /// Whether every host that meets `other` meets this too.
    pub(super) fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Exact(wide), Self::Exact(narrow)) => wide == narrow,
            (Self::Prefix(wide), Self::Exact(narrow) | Self::Prefix(narrow)) => {
                narrow.starts_with(wide.as_str())
            }
            (Self::Suffix(wide), Self::Exact(narrow) | Self::Suffix(narrow)) => {
                narrow.ends_with(wide.as_str())
                    && (narrow.len() > wide.len() || matches!(other, Self::Suffix(_)))
            }
            _ => false,
        }
    }
}

/// The same for lists, of which the empty one is met by any host.
pub(super) fn list_covers(wide: &[Host], narrow: &[Host]) -> bool {
    let is_covered = |narrow: &Host| wide.iter().any(|wide| wide.covers(narrow));
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(is_covered))
}

/// As it is written.
impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(name) | Self::Prefix(name) => f.write_str(name),
            Self::Suffix(name) => write!(f, "*{name}"),
        }
    }
}
