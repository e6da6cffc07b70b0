//! Cookies that the client cannot change, or cannot even read: their values on the way out and back in.

use cookie::Cookie;

use super::Conn;
use super::session::LONGEST_COOKIE;
use crate::Error;
use crate::token::{self, Secret, TokenError};

/// A value with the time, in milliseconds since 1970, after which it does not count any more.
type Kept<T> = (T, Option<u64>);

/// How a value is protected.
#[derive(Clone, Copy)]
enum Seal {
    Signed,
    Encrypted,
}

impl Seal {
    /// The cookie's name is part of the salt, so that the value of one cookie never passes for that of another.
    fn write(self, secret: &Secret, name: &str, kept: &Kept<&str>, now: u64) -> String {
        let salt = format!("cookie {name}");
        match self {
            Self::Signed => secret.key(&salt).sign_at(kept, now),
            Self::Encrypted => secret.sealing_key(&salt).seal_at(kept, now),
        }
    }

    fn read(self, secret: &Secret, name: &str, token: &str, now: u64) -> Result<String, TokenError> {
        let salt = format!("cookie {name}");
        let (value, expires): Kept<String> = match self {
            Self::Signed => secret.key(&salt).verify(token, None),
            Self::Encrypted => secret.sealing_key(&salt).open_at(token, None, now),
        }?;
        if expires.is_some_and(|expires| expires <= now) { Err(TokenError::Expired) } else { Ok(value) }
    }
}

impl<S: 'static> Conn<S> {
    /// Sets a cookie that the client can read and not change: any text, which [`signed_cookie`](Self::signed_cookie) gives back. Its
    /// `Max-Age` counts on the server as well, so that a kept copy expires too. Scripts cannot read it unless it says
    /// `http_only(false)`.
    ///
    /// ```
    /// use bennu::cookie::{Cookie, SameSite};
    /// use bennu::{Conn, Result};
    ///
    /// async fn remember(conn: &mut Conn<()>) -> Result {
    ///     let last = conn.signed_cookie("last").unwrap_or_default();
    ///     let cookie = Cookie::build(("last", "/messages/7")).same_site(SameSite::Lax).max_age(bennu::time::Duration::days(60));
    ///     conn.put_signed_cookie(cookie).text(last)
    /// }
    /// ```
    ///
    /// More than 4,096 bytes, and whatever [`put_resp_cookie`](Self::put_resp_cookie) refuses, fails when the response is sent.
    pub fn put_signed_cookie(&mut self, cookie: impl Into<Cookie<'static>>) -> &mut Self {
        self.put_sealed_cookie(cookie.into(), Seal::Signed)
    }

    /// Sets a cookie that the client can neither read nor change; otherwise as [`put_signed_cookie`](Self::put_signed_cookie).
    pub fn put_encrypted_cookie(&mut self, cookie: impl Into<Cookie<'static>>) -> &mut Self {
        self.put_sealed_cookie(cookie.into(), Seal::Encrypted)
    }

    /// The value of a [signed](Self::put_signed_cookie) cookie. One that was changed, has expired, or was signed for another name
    /// or with another secret counts as absent.
    #[must_use]
    pub fn signed_cookie(&self, name: &str) -> Option<String> {
        self.sealed_cookie(name, Seal::Signed)
    }

    /// The value of an [encrypted](Self::put_encrypted_cookie) cookie, with the rules of [`signed_cookie`](Self::signed_cookie).
    #[must_use]
    pub fn encrypted_cookie(&self, name: &str) -> Option<String> {
        self.sealed_cookie(name, Seal::Encrypted)
    }

    fn put_sealed_cookie(&mut self, mut cookie: Cookie<'static>, seal: Seal) -> &mut Self {
        let now = token::now();
        let age = cookie.max_age().map(|age| u64::try_from(age.whole_milliseconds()).unwrap_or(0));
        let kept = (cookie.value(), age.map(|age| now.saturating_add(age)));
        let sealed = seal.write(self.shared.secret(), cookie.name(), &kept, now);
        cookie.set_value(sealed);
        if cookie.http_only().is_none() {
            cookie.set_http_only(true);
        }
        let length = cookie.to_string().len();
        if length > LONGEST_COOKIE {
            let name = cookie.name().escape_default();
            self.fail(Error::internal(format!(
                "the cookie `{name}` is too long: {length} bytes of at most {LONGEST_COOKIE}"
            )));
            return self;
        }
        self.put_resp_cookie(cookie)
    }

    fn sealed_cookie(&self, name: &str, seal: Seal) -> Option<String> {
        let token = self.cookie(name).filter(|token| token.len() <= LONGEST_COOKIE)?;
        match seal.read(self.shared.secret(), name, token, token::now()) {
            Ok(value) => Some(value),
            Err(error) => {
                tracing::debug!(target: "bennu::endpoint", name, %error, "cookie ignored");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_counts_until_it_expires_and_under_its_name_alone() {
        let secret = Secret::random();
        for (seal, other) in [(Seal::Signed, Seal::Encrypted), (Seal::Encrypted, Seal::Signed)] {
            let token = seal.write(&secret, "a", &("ü; x", Some(2_000)), 1_000);
            assert_eq!(seal.read(&secret, "a", &token, 1_999).as_deref(), Ok("ü; x"));
            assert_eq!(seal.read(&secret, "a", &token, 2_000), Err(TokenError::Expired));
            assert_eq!(seal.read(&secret, "b", &token, 1_999), Err(TokenError::Invalid));
            assert_eq!(other.read(&secret, "a", &token, 1_999), Err(TokenError::Invalid));
            assert_eq!(seal.read(&Secret::random(), "a", &token, 1_999), Err(TokenError::Invalid));
        }
    }
}
