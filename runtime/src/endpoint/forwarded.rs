//! A connection and what proxies say of it come in, whose request it really is goes out.

use std::net::{IpAddr, SocketAddr};

use http::header::FORWARDED;
use http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    /// Whether the connection is under TLS.
    pub(crate) is_secure: bool,
}

/// Who is at the other end of a connection, and who is behind that; nobody where a request did not come over one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Caller {
    pub(crate) peer: Option<Peer>,
    /// The peer itself, or whoever trusted proxies name.
    pub(crate) client: Option<Peer>,
}

impl Caller {
    /// Whether the client came by HTTPS.
    pub(crate) fn is_secure(self) -> bool {
        self.client.is_some_and(|client| client.is_secure)
    }
}

/// The proxies before the application, whose word on the client counts: what they write into headers, anybody else could have
/// written, too.
///
/// With none, which is the default, the client is who connects. Otherwise the addresses that the proxies wrote down are gone
/// through from the nearest to the farthest, and the first that is none of theirs is the client's. Whether the client came by
/// HTTPS is what the nearest proxy says.
///
/// From the environment: `TRUSTED_PROXIES`, addresses and networks separated by commas.
///
/// ```
/// use bennu::endpoint::{Config, Proxies};
///
/// let mut config = Config::default();
/// config.proxies = Proxies::parse("10.0.0.0/8, ::1").unwrap();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proxies {
    /// Their addresses. `0.0.0.0/0` and `::/0` trust everybody: only where nothing but the proxy can reach the port.
    pub trusted: Vec<IpNet>,
    /// The headers that they set.
    pub headers: ForwardedHeaders,
}

/// Which headers proxies set. The others are not looked at, since a proxy lets through what it does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ForwardedHeaders {
    /// `x-forwarded-for` and `x-forwarded-proto`.
    #[default]
    XForwarded,
    /// `forwarded` (RFC 7239).
    Forwarded,
}

impl Proxies {
    /// Addresses and networks, separated by commas: `10.0.0.0/8, 192.168.1.7, ::1`. None where one of them is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let network = |text: &str| match text.parse() {
            Ok(network) => Some(network),
            Err(_) => text.parse::<IpAddr>().ok().map(IpNet::from),
        };
        let trusted = text.split(',').map(|part| network(part.trim_ascii())).collect::<Option<_>>()?;
        Some(Self { trusted, headers: ForwardedHeaders::default() })
    }

    /// Who calls, as far as those tell who may.
    pub(crate) fn caller(&self, peer: Option<Peer>, headers: &HeaderMap) -> Caller {
        Caller { peer, client: peer.map(|peer| self.client(peer, headers)) }
    }

    fn client(&self, peer: Peer, headers: &HeaderMap) -> Peer {
        if !self.trusts(peer.address.ip()) {
            return peer;
        }
        match self.headers {
            ForwardedHeaders::XForwarded => {
                let hops = elements(headers, &X_FORWARDED_FOR).into_iter().rev();
                let address = self.first_stranger(peer.address, hops);
                let scheme = elements(headers, &X_FORWARDED_PROTO).pop();
                Peer { address, is_secure: scheme.map_or(peer.is_secure, is_https) }
            }
            ForwardedHeaders::Forwarded => {
                let elements = elements(headers, &FORWARDED);
                let hops = elements.iter().rev().map(|element| parameter(element, "for").unwrap_or_default());
                let address = self.first_stranger(peer.address, hops);
                let scheme = elements.last().and_then(|element| parameter(element, "proto"));
                Peer { address, is_secure: scheme.map_or(peer.is_secure, is_https) }
            }
        }
    }

    /// The first of `hops` that is not trusted; the last one that is, where the rest cannot be read.
    fn first_stranger<'a>(&self, nearest: SocketAddr, hops: impl Iterator<Item = &'a str>) -> SocketAddr {
        let mut farthest = nearest;
        for hop in hops {
            let Some(address) = parse_address(hop) else { break };
            farthest = address;
            if !self.trusts(address.ip()) {
                break;
            }
        }
        farthest
    }

    fn trusts(&self, address: IpAddr) -> bool {
        !self.trusted.is_empty() && {
            let address = address.to_canonical();
            self.trusted.iter().any(|network| network.contains(&address))
        }
    }
}

fn is_https(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https")
}

/// What stands between the commas of a header, of all its lines. None of them is quoted with a comma inside: addresses have none.
fn elements<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim_ascii).collect()
}

/// `for="[2001:db8::1]:4711";proto=https` has the parameters `for` and `proto`.
fn parameter<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(other, _)| other.trim_ascii().eq_ignore_ascii_case(name));
    values.next().map(|(_, value)| value.trim_ascii().trim_matches('"'))
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:80`; the port is 0 where none is given.
fn parse_address(text: &str) -> Option<SocketAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse::<IpAddr>().ok().map(|address| (address, 0).into())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const PROXY: &str = "10.0.0.1:5000";

    fn client(headers: ForwardedHeaders, peer: &str, lines: &[(&'static str, &str)]) -> (String, bool) {
        let proxies = Proxies { headers, ..Proxies::parse("10.0.0.0/8, fd00::/8").unwrap() };
        let mut map = HeaderMap::new();
        for (name, value) in lines {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        let peer = Peer { address: peer.parse().unwrap(), is_secure: false };
        let client = proxies.client(peer, &map);
        (client.address.to_string(), client.is_secure)
    }

    fn x(peer: &str, addresses: &'static str) -> String {
        client(ForwardedHeaders::XForwarded, peer, &[("x-forwarded-for", addresses)]).0
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(x("192.0.2.9:1", "203.0.113.7"), "192.0.2.9:1");
        assert_eq!(x(PROXY, "203.0.113.7"), "203.0.113.7:0");
        assert_eq!(x("[::ffff:10.0.0.1]:1", "203.0.113.7"), "203.0.113.7:0");
        let lines = [("x-forwarded-for", "203.0.113.7"), ("x-forwarded-proto", "https")];
        assert_eq!(
            client(ForwardedHeaders::XForwarded, "192.0.2.9:1", &lines),
            ("192.0.2.9:1".into(), false)
        );
        assert_eq!(client(ForwardedHeaders::XForwarded, PROXY, &lines), ("203.0.113.7:0".into(), true));
    }

    #[test]
    fn what_the_client_wrote_itself_does_not_count() {
        assert_eq!(x(PROXY, "1.1.1.1, 203.0.113.7, 10.1.1.1"), "203.0.113.7:0");
        assert_eq!(x(PROXY, "1.1.1.1, unknown, 10.1.1.1"), "10.1.1.1:0");
        assert_eq!(x(PROXY, "nonsense"), PROXY);
        assert_eq!(x(PROXY, "10.2.2.2, 10.1.1.1"), "10.2.2.2:0");
        let twice = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "203.0.113.7")];
        assert_eq!(client(ForwardedHeaders::XForwarded, PROXY, &twice).0, "203.0.113.7:0");
        let schemes = [("x-forwarded-proto", "https, http")];
        assert!(!client(ForwardedHeaders::XForwarded, PROXY, &schemes).1);
        let other = [("forwarded", "for=1.1.1.1;proto=https")];
        assert_eq!(client(ForwardedHeaders::XForwarded, PROXY, &other), (PROXY.into(), false));
    }

    #[test]
    fn the_standard_header_is_read() {
        let read = |value| client(ForwardedHeaders::Forwarded, PROXY, &[("forwarded", value)]);
        assert_eq!(
            read("for=192.0.2.43, For=\"[2001:db8::17]:4711\";Proto=https"),
            ("[2001:db8::17]:4711".into(), true)
        );
        assert_eq!(read("for=192.0.2.43;proto=http;by=10.0.0.1"), ("192.0.2.43:0".into(), false));
        assert_eq!(read("for=_hidden"), (PROXY.into(), false));
        assert_eq!(read(";;=,"), (PROXY.into(), false));
    }

    #[test]
    fn networks_are_addresses_with_or_without_a_length() {
        assert!(Proxies::parse("10.0.0.0/8,127.0.0.1 , ::1,fd00::/8").is_some());
        for text in ["", "10.0.0.0/33", "localhost", "10.0.0.1,"] {
            assert!(Proxies::parse(text).is_none(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_header_names_an_address_or_nobody_but_the_peer(value in "[ -~]{0,60}") {
            for (headers, name) in [
                (ForwardedHeaders::XForwarded, "x-forwarded-for"),
                (ForwardedHeaders::Forwarded, "forwarded"),
            ] {
                let (address, _) = client(headers, PROXY, &[(name, &value)]);
                let bare = address.rsplit_once(':').unwrap().0.trim_matches(['[', ']']);
                proptest::prop_assert!(address == PROXY || value.contains(bare) || bare.contains(':'), "{}", address);
            }
        }
    }
}
