//! `set-cookie` headers come in, the `cookie` header of the next request goes out.

use cookie::Cookie;
use cookie::time::OffsetDateTime;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};

/// Cookies by name. Paths and domains are not told apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Jar(Vec<(String, String)>);

impl Jar {
    /// Takes over what a response sets and removes.
    pub(super) fn take(&mut self, headers: &HeaderMap) {
        let cookies = headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        for cookie in cookies.filter_map(|text| Cookie::parse(text).ok()) {
            let expired = cookie.max_age().is_some_and(|age| !age.is_positive())
                || cookie.expires_datetime().is_some_and(|time| time <= OffsetDateTime::now_utc());
            if expired {
                self.delete(cookie.name());
            } else {
                self.put(cookie.name(), cookie.value());
            }
        }
    }

    pub(super) fn header(&self) -> Option<HeaderValue> {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { None } else { HeaderValue::try_from(pairs.join("; ")).ok() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn put(&mut self, name: &str, value: &str) {
        self.delete(name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    pub(super) fn delete(&mut self, name: &str) {
        self.0.retain(|(other, _)| other != name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_set_replaced_and_removed() {
        let mut jar = Jar::default();
        let set = |jar: &mut Jar, text: &'static str| {
            jar.take(&HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static(text))]));
        };
        set(&mut jar, "a=1; Path=/; HttpOnly");
        set(&mut jar, "b=2");
        set(&mut jar, "a=3");
        assert_eq!(jar.header().unwrap(), "b=2; a=3");
        set(&mut jar, "a=; Max-Age=0");
        set(&mut jar, "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(jar.header(), None);
    }
}
