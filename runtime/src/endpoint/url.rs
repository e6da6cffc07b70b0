//! Variables of the environment come in, where the application is reachable from outside goes out.

use super::environment::Environment;

/// Where the application is reachable from outside, which a proxy may make differ from where it listens: what `url!` begins with.
///
/// | field | default | environment |
/// |---|---|---|
/// | `scheme` | `http` | `URL_SCHEME` |
/// | `host` | `localhost` | `URL_HOST` |
/// | `port` | the port that the endpoint listens on | `URL_PORT` |
/// | `path` | `/` | `URL_PATH` |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UrlOptions {
    /// `http` or `https`.
    pub scheme: String,
    /// The name or address of the host, without port.
    pub host: String,
    /// The port; left out of URLs where it is the scheme's own (80, 443). None stands for `Config::port`.
    pub port: Option<u16>,
    /// The path below which a proxy mounts the application.
    pub path: String,
}

impl Default for UrlOptions {
    fn default() -> Self {
        Self { scheme: "http".into(), host: "localhost".into(), port: None, path: "/".into() }
    }
}

impl UrlOptions {
    /// Takes what the environment has.
    pub(super) fn read(&mut self, env: &mut Environment) {
        let mut read = |name, expected: &str, is_good: fn(&str) -> bool| {
            env.optional_by(name, expected, |text| is_good(text).then(|| text.to_owned()))
        };
        if let Some(scheme) = read("URL_SCHEME", "http or https", |text| matches!(text, "http" | "https")) {
            self.scheme = scheme;
        }
        if let Some(host) = read("URL_HOST", "the name of a host, such as example.com", is_host) {
            self.host = host;
        }
        if let Some(path) = read("URL_PATH", "a path, such as /shop", |text| text.starts_with('/')) {
            self.path = path;
        }
        self.port = env.optional("URL_PORT", "a number from 0 to 65535, such as 443").or(self.port);
    }
}

/// An address of the web, where `text` is one.
pub(super) fn address(text: &str) -> Option<String> {
    let behind = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = behind.split('/').next().unwrap_or_default();
    let is_plain = !behind.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#'));
    (is_plain && is_host(host)).then(|| text.to_owned())
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '@'))
}
