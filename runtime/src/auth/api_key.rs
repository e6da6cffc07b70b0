//! Random bytes come in, a key for a program goes out: shown once, and kept as a digest that it is compared with.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::Scopes;
use crate::token::{random, same};

/// Letters of the part that tells keys apart: 8 bytes in base64.
const ID: usize = 11;
/// Letters of the secret part: 32 bytes in base64.
const SECRET: usize = 43;
/// Longest prefix.
const PREFIX: usize = 32;

/// A key with which a program says who it is: `shop_Jx2…`, a prefix that says whose key it is, a part by which it is found, and a
/// secret part. The application shows it once and keeps [`id`](Self::id) and [`digest`](Self::digest).
///
/// ```
/// use bennu::auth::ApiKey;
///
/// let key = ApiKey::generate("shop");
/// let (id, digest) = (key.id().to_owned(), key.digest());   // kept in the database
/// let shown = key.expose().to_owned();                      // shown once
///
/// let sent = ApiKey::parse(&shown).unwrap();
/// assert!(sent.id() == id && sent.matches(&digest));
/// assert!(!ApiKey::generate("shop").matches(&digest));
/// assert_eq!(format!("{sent:?}"), format!("ApiKey({id}..)"));
/// ```
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// A new key.
    ///
    /// # Panics
    /// Where `prefix` is not 1 to 32 letters of ASCII, digits or `_`: a mistake in the program.
    #[must_use]
    #[track_caller]
    pub fn generate(prefix: &str) -> Self {
        assert!(is_prefix(prefix), "`{prefix}` is no prefix of a key; use up to 32 letters, digits and `_`");
        let (id, secret) = (random::<8>(), random::<32>());
        Self(format!("{prefix}_{}{}", URL_SAFE_NO_PAD.encode(id), URL_SAFE_NO_PAD.encode(secret)))
    }

    /// A key as a program sends it; none for what cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let random = text.len().checked_sub(ID + SECRET)?;
        let prefix = text.get(..random)?.strip_suffix('_')?;
        (is_prefix(prefix) && text.bytes().all(is_letter)).then(|| Self(text.to_owned()))
    }

    /// The part by which the key is found: prefix and 64 random bits. It is no secret.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0[..self.0.len() - SECRET]
    }

    /// What to keep of the key: the SHA-256 of its text, in base64. The key is random and long, so there is nothing to stretch.
    #[must_use]
    pub fn digest(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.0))
    }

    /// Whether `digest` is this key's, in a time that does not tell where they differ.
    #[must_use]
    pub fn matches(&self, digest: &str) -> bool {
        same(self.digest().as_bytes(), digest.as_bytes())
    }

    /// The text of the key, to be shown once to whoever gets it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Logs get the part that is no secret.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({}..)", self.id())
    }
}

fn is_prefix(text: &str) -> bool {
    (1..=PREFIX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What the application keeps of a key: its digest, what it is good for, and whose it is.
#[derive(Clone, Debug)]
#[must_use]
pub struct StoredKey<T> {
    pub(crate) digest: String,
    pub(crate) scopes: Scopes,
    pub(crate) owner: T,
}

impl<T> StoredKey<T> {
    /// The key with this [`digest`](ApiKey::digest), which belongs to `owner` and has no scopes.
    pub fn new(digest: impl Into<String>, owner: T) -> Self {
        Self { digest: digest.into(), scopes: Scopes::default(), owner }
    }

    /// The same with scopes, separated by spaces.
    pub fn scopes(mut self, scopes: impl Into<String>) -> Self {
        self.scopes = Scopes::new(scopes);
        self
    }
}

/// The [id](ApiKey::id) of the key that a request was let in with, which [`require_api_key`](crate::plug::require_api_key) assigns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyId(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_their_id_and_compared_by_their_digest() {
        let key = ApiKey::generate("my_shop");
        let sent = ApiKey::parse(key.expose()).unwrap();
        assert_eq!(sent.id(), key.id());
        assert!(sent.id().starts_with("my_shop_"));
        assert!(sent.matches(&key.digest()));
        let mut other = key.expose().to_owned();
        let last = other.pop().unwrap();
        other.push(if last == 'A' { 'B' } else { 'A' });
        let other = ApiKey::parse(&other).unwrap();
        assert!(other.id() == key.id() && !other.matches(&key.digest()));
        assert!(!key.matches("") && !key.matches(key.expose()));
    }

    #[test]
    fn what_cannot_be_a_key_is_none() {
        let key = ApiKey::generate("shop");
        let text = key.expose();
        for wrong in [
            "",
            "shop",
            &text[1..4],
            &text[4..],
            &text[5..],
            &format!("{}_{text}", "a".repeat(40)),
            &text.replace('_', "é"),
        ] {
            assert!(ApiKey::parse(wrong).is_none(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_key_that_keeps_its_text_or_none(text in "\\PC{0,120}") {
            if let Some(key) = ApiKey::parse(&text) {
                proptest::prop_assert_eq!(key.expose(), text.as_str());
                proptest::prop_assert!(text.starts_with(key.id()));
            }
        }
    }
}
