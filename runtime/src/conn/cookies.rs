//! Cookies: those of the request by name, those of the response on their way out.

use cookie::Cookie;
use http::HeaderMap;
use http::header::COOKIE;

use super::Conn;
use crate::{Error, Result};

/// The value of the cookie `name` in a request's headers, without decoding.
pub(super) fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim_ascii().split_once('='))
        .find(|(other, _)| *other == name)
        .map(|(_, value)| value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
}

/// The same cookie, made to be forgotten by the browser.
pub(super) fn expired(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_removal();
    cookie
}

impl<S: 'static> Conn<S> {
    /// The value of a cookie that the browser sent.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        find(&self.request.headers, name)
    }

    /// Sets a cookie: a pair of name and value, or a [`cookie::Cookie`] with its attributes. Without a path it gets `/`.
    ///
    /// A name or value with characters that cookies cannot carry (`;`, `,`, space, quotes, controls, anything outside of ASCII), or a
    /// path or domain with `;` or controls, fails when the response is sent. So does a cookie that browsers drop because of its name:
    /// `__Host-id` is `secure`, has the path `/` and no domain, so that no other host can set it in its place; `__Secure-id` is
    /// `secure`. They are made `secure` unless they say otherwise.
    pub fn put_resp_cookie(&mut self, cookie: impl Into<Cookie<'static>>) -> &mut Self {
        let mut cookie = cookie.into();
        let attributes = [cookie.path(), cookie.domain()];
        if !is_token(cookie.name())
            || !is_value(cookie.value())
            || !attributes.into_iter().flatten().all(is_attribute)
        {
            let name = cookie.name().escape_default();
            self.fail(Error::internal(format!(
                "the cookie `{name}` has characters that cookies cannot carry"
            )));
            return self;
        }
        if cookie.path().is_none() {
            cookie.set_path("/");
        }
        if let Err(error) = meet_prefix(&mut cookie) {
            self.fail(error);
            return self;
        }
        self.response.cookies.retain(|other| {
            (other.name(), other.path(), other.domain()) != (cookie.name(), cookie.path(), cookie.domain())
        });
        self.response.cookies.push(cookie);
        self
    }

    /// Makes the browser forget a cookie that was set with the path `/`.
    pub fn delete_resp_cookie(&mut self, name: impl Into<String>) -> &mut Self {
        self.put_resp_cookie(expired(Cookie::new(name.into(), "")))
    }
}

/// Gives a cookie what its name promises (RFC 6265bis, 4.1.3), in whatever case.
pub(super) fn meet_prefix(cookie: &mut Cookie<'_>) -> Result {
    let starts = |prefix: &str| {
        cookie.name().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let (host, secure) = (starts("__Host-"), starts("__Secure-"));
    if (host || secure) && cookie.secure().is_none() {
        cookie.set_secure(true);
    }
    let secured = cookie.secure() == Some(true);
    let is_kept = match (host, secure) {
        (true, _) => secured && cookie.path() == Some("/") && cookie.domain().is_none(),
        (_, true) => secured,
        _ => true,
    };
    if is_kept {
        return Ok(());
    }
    let name = cookie.name();
    Err(Error::internal(format!(
        "browsers drop the cookie `{name}`: `__Secure-` asks for `secure`, `__Host-` also for the path `/` and no domain"
    )))
}

/// A token of RFC 9110.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// What RFC 6265 lets servers put into a cookie.
fn is_value(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
}

/// What RFC 6265 lets servers put into a path or a domain.
fn is_attribute(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_in_any_header_and_place() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=1;b=2".parse().unwrap());
        headers.append(COOKIE, "ab=3; c=\"4\"; d=x=y; e".parse().unwrap());
        assert_eq!(find(&headers, "a"), Some("1"));
        assert_eq!(find(&headers, "b"), Some("2"));
        assert_eq!(find(&headers, "c"), Some("4"));
        assert_eq!(find(&headers, "d"), Some("x=y"));
        assert_eq!(find(&headers, "e"), None);
        assert_eq!(find(&headers, "f"), None);
    }

    #[test]
    fn a_name_with_a_prefix_keeps_its_promise() {
        let meet = |cookie: Cookie<'static>| {
            let mut cookie = cookie;
            meet_prefix(&mut cookie).map(|()| cookie.secure())
        };
        assert_eq!(meet(Cookie::build(("__Host-id", "1")).path("/").build()).unwrap(), Some(true));
        assert_eq!(meet(Cookie::build(("__secure-id", "1")).path("/a").build()).unwrap(), Some(true));
        assert_eq!(meet(Cookie::new("id", "1")).unwrap(), None);
        assert_eq!(meet(Cookie::new("__Hüst-id", "1")).unwrap(), None);
        for cookie in [
            Cookie::build(("__Host-id", "1")).path("/a"),
            Cookie::build(("__host-id", "1")).path("/").domain("example.com"),
            Cookie::build(("__Host-id", "1")).path("/").secure(false),
            Cookie::build(("__Secure-id", "1")).secure(false),
        ] {
            assert!(meet(cookie.build()).is_err());
        }
    }

    #[test]
    fn no_attribute_gets_in_through_a_value() {
        assert!(is_value("abc=~/%20") && is_token("_key"));
        for value in ["a;b", "a b", "a\r\nb", "a,b", "\"a\"", "ü", "a\\"] {
            assert!(!is_value(value), "{value:?}");
        }
        assert!(is_attribute("/a b,c"));
        for attribute in ["/; Domain=evil.example", "/\r\nset-cookie: a=b", "ü"] {
            assert!(!is_attribute(attribute), "{attribute:?}");
        }
        for name in ["", "a b", "a=b", "a;b", "ü"] {
            assert!(!is_token(name), "{name:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_header_gives_a_part_of_itself_or_nothing(bytes in proptest::collection::vec(32_u8..=255, 0..60), name in "[a-c_]{1,3}") {
            let bytes: Vec<u8> = bytes.into_iter().filter(|byte| *byte != 127).collect();
            let value = http::HeaderValue::from_bytes(&bytes).unwrap();
            let headers = HeaderMap::from_iter([(COOKIE, value)]);
            if let Some(found) = find(&headers, &name) {
                let text = String::from_utf8(bytes).unwrap();
                proptest::prop_assert!(text.contains(found) && !found.contains(';'));
            }
        }

        #[test]
        fn what_may_be_set_comes_back(name in "[a-z_-]{1,8}", value in "[!#-+./0-:<-\\[\\]-~]{0,20}") {
            proptest::prop_assume!(is_value(&value) && is_token(&name));
            let header = format!("x=1; {name}={value}; y=2");
            let headers = HeaderMap::from_iter([(COOKIE, http::HeaderValue::try_from(header).unwrap())]);
            proptest::prop_assume!(name != "x");
            proptest::prop_assert_eq!(find(&headers, &name), Some(value.as_str()));
        }
    }
}
