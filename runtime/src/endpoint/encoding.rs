//! An `accept-encoding` header comes in, the encodings that the client takes go out, best first.

use http::header::{ACCEPT_ENCODING, VARY};
use http::{HeaderMap, HeaderValue};

/// How content can be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Zstd,
    Gzip,
}

impl Encoding {
    /// All of them, the one that packs tightest first.
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// What headers call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// How the names of files end that are packed so.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zst",
            Self::Gzip => "gz",
        }
    }

    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.name())
    }
}

/// The encodings that a client takes, in thousandths of weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Accepted([u16; 3]);

impl Accepted {
    /// Those that the headers name with a weight above 0 (RFC 9110, 12.5.3). `*` is for those that are not named.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut weights = [None; 3];
        let mut others = 0;
        let values = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
        for coding in values.flat_map(|value| value.split(',')) {
            let mut parts = coding.split(';').map(str::trim_ascii);
            let name = parts.next().unwrap_or_default();
            let weight = parts.find_map(weight).unwrap_or(1000);
            let named = Encoding::ALL.iter().position(|encoding| name.eq_ignore_ascii_case(encoding.name()));
            match named {
                Some(place) => weights[place] = Some(weight),
                None if name == "*" => others = weight,
                None => {}
            }
        }
        Self(weights.map(|weight| weight.unwrap_or(others)))
    }

    /// What to try in turn: by the client's weight, and among equals in the order of `preferred`.
    pub(super) fn best_of(self, preferred: [Encoding; 3]) -> impl Iterator<Item = Encoding> {
        let mut sorted = preferred;
        sorted.sort_by_key(|encoding| std::cmp::Reverse(self.0[*encoding as usize]));
        sorted.into_iter().filter(move |encoding| self.0[*encoding as usize] > 0)
    }
}

/// `q=0.5` as 500.
fn weight(option: &str) -> Option<u16> {
    let number = option.strip_prefix("q=").or_else(|| option.strip_prefix("Q="))?;
    let number: f32 = number.trim_ascii().parse().ok()?;
    // Truncation is meant; what is no number at all is no weight.
    (number >= 0.0).then_some((number.min(1.0) * 1000.0) as u16)
}

/// Says that there are other responses for clients that take other encodings.
pub(super) fn put_vary(headers: &mut HeaderMap) {
    let mut said = headers.get_all(VARY).iter().filter_map(|value| value.to_str().ok());
    let is_said = said.any(|value| {
        value.split(',').any(|name| {
            matches!(name.trim_ascii(), "*") || name.trim_ascii().eq_ignore_ascii_case("accept-encoding")
        })
    });
    if !is_said {
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(value: &'static str) -> Vec<&'static str> {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        Accepted::of(&headers).best_of(Encoding::ALL).map(Encoding::name).collect()
    }

    #[test]
    fn encodings_are_those_that_the_client_takes() {
        assert_eq!(names("gzip, deflate, br"), ["br", "gzip"]);
        assert_eq!(names("gzip, deflate, br, zstd"), ["br", "zstd", "gzip"]);
        assert_eq!(names("GZIP;q=0.5"), ["gzip"]);
        assert_eq!(names("br;q=0.5, gzip;q=0.8, zstd;q=0.8"), ["zstd", "gzip", "br"]);
        assert_eq!(names("br;q=0, gzip;q=0.000, identity"), [""; 0]);
        assert_eq!(names("*, br;q=0"), ["zstd", "gzip"]);
        assert_eq!(names(""), [""; 0]);
        assert_eq!(
            names(";;,q=,gzip;q=x,br;q=-1,zstd;q=NaN"),
            ["br", "zstd", "gzip"],
            "no weight is full weight"
        );
    }

    #[test]
    fn vary_is_said_once() {
        let vary = |value: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.extend(value.map(|value| (VARY, HeaderValue::from_static(value))));
            put_vary(&mut headers);
            headers.get_all(VARY).iter().map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(vary(None), ["accept-encoding"]);
        assert_eq!(vary(Some("accept")), ["accept", "accept-encoding"]);
        assert_eq!(vary(Some("accept, Accept-Encoding")), ["accept, Accept-Encoding"]);
        assert_eq!(vary(Some("*")), ["*"]);
    }
}
