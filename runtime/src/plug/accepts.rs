//! What the client accepts and what a pipeline offers come in, the format to answer in goes out.

use http::StatusCode;
use http::header::ACCEPT;

use super::Plug;
use crate::{Conn, Error, Result};

/// The plug that [`accepts`] makes.
#[derive(Clone, Copy, Debug)]
pub struct Accepts<const N: usize>([&'static str; N]);

/// Answers in one of `formats` (names of file endings, such as `html` and `json`), whichever the client wants.
///
/// The parameter `_format` decides, then the `accept` header by its weights; a client that takes anything gets HTML if that is
/// offered and it asks for nothing better, otherwise the first format. [`Conn::format`] tells which one was found, and error pages
/// keep to it.
///
/// # Errors
/// The plug fails with 406 where the client takes none of them.
#[must_use]
pub const fn accepts<const N: usize>(formats: [&'static str; N]) -> Accepts<N> {
    Accepts(formats)
}

impl<S: Send + Sync + 'static, const N: usize> Plug<S> for Accepts<N> {
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        let format = choose_format(conn, &self.0)?;
        conn.put_format(format);
        Ok(())
    }
}

/// Which of the formats in `offered` the request asks for, by `_format` or by its `accept` header.
///
/// # Errors
/// 406 where it takes none of them.
pub(crate) fn choose_format<S: 'static>(conn: &Conn<S>, offered: &[&'static str]) -> Result<&'static str> {
    let wanted = conn.query_params().str("_format").or_else(|| conn.body_params().str("_format"));
    let format = match wanted {
        Some(name) => offered.iter().find(|format| **format == name).copied(),
        None => negotiate(conn.req_header(ACCEPT), offered),
    };
    format.ok_or_else(|| {
        let offered: Vec<_> = offered.iter().map(|format| format!("`{format}`")).collect();
        let offered = offered.join(", ");
        Error::new(StatusCode::NOT_ACCEPTABLE, format!("the client accepts none of {offered}"))
    })
}

/// The offered format that an `accept` header likes best; of equals, the one it names first.
pub(crate) fn negotiate(accept: Option<&str>, offered: &[&'static str]) -> Option<&'static str> {
    let Some(accept) = accept.filter(|accept| !accept.trim_ascii().is_empty()) else {
        return offered.first().copied();
    };
    // A browser lists HTML among other things and ends with anything: it wants a page.
    if accept.contains("*/*")
        && accept.trim_ascii() != "*/*"
        && offered.contains(&"html")
        && accept.contains("text/html")
    {
        return Some("html");
    }
    let ranges: Vec<_> = accept.split(',').map(weigh).collect();
    let mut best: Option<(&'static str, u16, usize)> = None;
    for format in offered {
        // The most exact range speaks for a format (RFC 9110, 12.5.1): `json` is refused by `application/json;q=0, */*`.
        let exact = ranges
            .iter()
            .enumerate()
            .filter_map(|(at, (range, weight))| Some((specificity(range, format)?, *weight, at)));
        let Some((_, weight, at)) =
            exact.max_by_key(|(exactness, weight, at)| (*exactness, *weight, usize::MAX - at))
        else {
            continue;
        };
        let better =
            best.is_none_or(|(_, other, other_at)| weight > other || (weight == other && at < other_at));
        if weight > 0 && better {
            best = Some((format, weight, at));
        }
    }
    best.map(|(format, ..)| format)
}

/// `text/html;q=0.8` as the range and its weight in thousandths.
fn weigh(range: &str) -> (&str, u16) {
    let mut parts = range.split(';').map(str::trim_ascii);
    let range = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight =
        weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok().filter(|weight| weight.is_finite()));
    // A weight is between 0 and 1; what is none counts as 0.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
    (range, (weight.unwrap_or(0.0).clamp(0.0, 1.0) * 1000.0) as u16)
}

/// How exactly a range means a format: 2 for its content type, 1 for its kind, 0 for anything.
fn specificity(range: &str, format: &str) -> Option<u8> {
    let types = || mime_guess::from_ext(format).into_iter();
    if range == "*/*" {
        return Some(0);
    }
    if let Some(kind) = range.strip_suffix("/*") {
        return types().any(|mime| kind.eq_ignore_ascii_case(mime.type_().as_str())).then_some(1);
    }
    let is_named = types().any(|mime| range.eq_ignore_ascii_case(mime.essence_str()));
    // RFC 6839: whoever takes a kind of JSON, such as that of one version of an API, takes JSON.
    let is_kind_of_json = || {
        let range = range.to_ascii_lowercase();
        format == "json" && range.starts_with("application/") && range.ends_with("+json")
    };
    (is_named || is_kind_of_json()).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::negotiate;

    const BOTH: [&str; 2] = ["html", "json"];
    const JSON: [&str; 1] = ["json"];

    #[test]
    fn without_a_wish_the_first_format_is_taken() {
        assert_eq!(negotiate(None, &BOTH), Some("html"));
        assert_eq!(negotiate(Some("*/*"), &JSON), Some("json"));
        assert_eq!(negotiate(Some(""), &JSON), Some("json"));
    }

    #[test]
    fn the_heaviest_range_decides() {
        assert_eq!(negotiate(Some("application/json"), &BOTH), Some("json"));
        assert_eq!(negotiate(Some("text/html;q=0.5, application/json;q=0.9"), &BOTH), Some("json"));
        assert_eq!(negotiate(Some("text/html; q=0.9, application/json; q=0.9"), &BOTH), Some("html"));
        assert_eq!(negotiate(Some("text/*"), &BOTH), Some("html"));
        assert_eq!(negotiate(Some("APPLICATION/JSON"), &BOTH), Some("json"));
    }

    #[test]
    fn the_most_exact_range_speaks_for_a_format() {
        assert_eq!(negotiate(Some("application/json;q=0, */*"), &BOTH), Some("html"));
        assert_eq!(negotiate(Some("application/json;q=0, */*"), &JSON), None);
        assert_eq!(
            negotiate(Some("*/*, text/html;q=0.2, application/json;q=0.3"), &["json", "xml"]),
            Some("xml")
        );
        assert_eq!(
            negotiate(Some("text/*;q=0.5, text/html;q=0.1, application/*;q=0.3"), &BOTH),
            Some("json")
        );
        assert_eq!(negotiate(Some("*/*;q=0.1, application/json;q=0.05"), &["json", "html"]), Some("html"));
    }

    proptest::proptest! {
        #[test]
        fn any_header_is_answered_with_something_that_is_offered(accept in "[a-z*/;=,.q0-9 ]{0,60}") {
            let found = negotiate(Some(&accept), &BOTH);
            proptest::prop_assert!(found.is_none_or(|format| BOTH.contains(&format)));
        }
    }

    #[test]
    fn a_browser_gets_a_page() {
        let chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        assert_eq!(negotiate(Some(chromium), &BOTH), Some("html"));
        assert_eq!(negotiate(Some(chromium), &JSON), Some("json"));
    }

    #[test]
    fn kinds_of_json_are_json() {
        assert_eq!(negotiate(Some("application/vnd.myapp.v2+json"), &BOTH), Some("json"));
        assert_eq!(negotiate(Some("text/html;q=0.3, application/Problem+JSON;q=0.5"), &BOTH), Some("json"));
        assert_eq!(negotiate(Some("application/xhtml+xml"), &["json", "xml"]), None);
        assert_eq!(negotiate(Some("application/vnd.json"), &BOTH), None);
    }

    #[test]
    fn what_is_not_offered_is_not_acceptable() {
        assert_eq!(negotiate(Some("image/png"), &BOTH), None);
        assert_eq!(negotiate(Some("text/html;q=0"), &BOTH), None);
        assert_eq!(negotiate(Some("text/html;q=x, ;;,/"), &BOTH), None);
    }
}
