//! The `origin` header of a handshake or a form comes in, whether its page may send it goes out.

use crate::endpoint::CheckOrigin;

/// Whether a page of `origin` may connect, or send a form. Without the header, it is no browser that another site could have misled.
pub(crate) fn allowed(check: &CheckOrigin, origin: Option<&str>, host: Option<&str>) -> bool {
    let Some(origin) = origin else { return true };
    match check {
        CheckOrigin::Any => true,
        CheckOrigin::SameHost => match (Site::parse(origin), host) {
            (Some(site), Some(host)) => site.host.eq_ignore_ascii_case(without_port(host)),
            _ => false,
        },
        CheckOrigin::List(sites) => {
            Site::parse(origin).is_some_and(|site| sites.iter().any(|allowed| site.meets(allowed)))
        }
    }
}

/// `https://example.com:8443`, where scheme and port may be missing.
struct Site<'a> {
    scheme: Option<&'a str>,
    host: &'a str,
    port: Option<&'a str>,
}

impl<'a> Site<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("//")?;
        let scheme = if scheme.is_empty() { None } else { Some(scheme.strip_suffix(':')?) };
        let authority = rest.split('/').next()?;
        let host = without_port(authority);
        let port = authority[host.len()..].strip_prefix(':');
        (!host.is_empty()).then_some(Self { scheme, host, port })
    }

    /// Scheme and port count where `allowed` names them.
    fn meets(&self, allowed: &str) -> bool {
        let Some(allowed) = Site::parse(allowed) else { return false };
        let scheme = allowed
            .scheme
            .is_none_or(|scheme| self.scheme.is_some_and(|own| own.eq_ignore_ascii_case(scheme)));
        let port = allowed.port.is_none_or(|port| self.port.or_else(|| self.default_port()) == Some(port));
        scheme && port && self.host_meets(allowed.host)
    }

    fn default_port(&self) -> Option<&'static str> {
        match self.scheme? {
            "http" => Some("80"),
            "https" => Some("443"),
            _ => None,
        }
    }

    /// `*.example.com` is that domain and everything below it.
    fn host_meets(&self, allowed: &str) -> bool {
        let Some(domain) = allowed.strip_prefix("*.") else { return self.host.eq_ignore_ascii_case(allowed) };
        let (host, domain) = (self.host.to_ascii_lowercase(), domain.to_ascii_lowercase());
        host.strip_suffix(domain.as_str()).is_some_and(|below| below.is_empty() || below.ends_with('.'))
    }
}

/// `example.com:80` → `example.com`, `[::1]:80` → `[::1]`.
fn without_port(authority: &str) -> &str {
    match authority.rfind(':') {
        Some(colon) if !authority[colon..].contains(']') => &authority[..colon],
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_host_is_compared_without_ports() {
        let allowed = |origin| allowed(&CheckOrigin::SameHost, origin, Some("example.com:4000"));
        assert!(
            allowed(None) && allowed(Some("https://example.com")) && allowed(Some("http://EXAMPLE.com:81"))
        );
        for origin in [
            "https://evil.com",
            "https://example.com.evil.com",
            "null",
            "",
            "//",
            "https://evil.com/example.com",
        ] {
            assert!(!allowed(Some(origin)), "{origin}");
        }
        assert!(!super::allowed(&CheckOrigin::SameHost, Some("https://example.com"), None));
        assert!(super::allowed(&CheckOrigin::SameHost, Some("http://[::1]:4000"), Some("[::1]:4000")));
    }

    #[test]
    fn a_list_compares_what_it_names() {
        let check = |listed: &str, origin: &str| {
            allowed(&CheckOrigin::List(vec![listed.to_owned()]), Some(origin), Some("example.com"))
        };
        assert!(check("https://example.com", "https://example.com"));
        assert!(check("https://example.com:443", "https://example.com"));
        assert!(!check("https://example.com", "http://example.com"));
        assert!(!check("https://example.com:8443", "https://example.com"));
        assert!(check("//example.com", "http://example.com:99"));
        assert!(
            check("//*.example.com", "https://example.com")
                && check("//*.example.com", "https://a.example.com")
        );
        assert!(!check("//*.example.com", "https://badexample.com"));
        assert!(!check("example.com", "https://example.com"), "a list names sites with `//`");
    }

    proptest::proptest! {
        #[test]
        fn an_origin_that_is_allowed_names_the_host(origin in "(https?:)?(//)?[a-z.:/@\\[\\]0-9-]{0,24}") {
            if allowed(&CheckOrigin::SameHost, Some(&origin), Some("example.com")) {
                let authority = origin.split("//").nth(1).unwrap().split('/').next().unwrap();
                proptest::prop_assert_eq!(authority.split(':').next(), Some("example.com"));
            }
        }
    }
}
