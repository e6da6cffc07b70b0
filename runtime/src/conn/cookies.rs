//! Cookies: those of the request by name, those of the response on their way out.

use cookie::Cookie;
use http::HeaderMap;
use http::header::COOKIE;

use super::Conn;
use crate::Error;

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
    /// path or domain with `;` or controls, fails when the response is sent.
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
}
