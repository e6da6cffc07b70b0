//! Data comes in, a text that only this application can read goes out; and the same data again from such a text.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Secret, TIME, TokenError, check_length, now, payload, random, read};

/// Bytes of a nonce: enough that random ones never meet.
const NONCE: usize = 24;

/// What is authenticated beside the data: the form of the text, should there ever be another.
const FORM: &[u8] = b"bennu sealed 1";

/// Encrypts `data` so that only [`decrypt`] with the same secret and salt gives it back.
///
/// Unlike a [signed](super::sign) token it says nothing to whoever holds it but its length. `salt` names the purpose; a token of one
/// purpose never passes for another. The time goes in with a resolution of a millisecond.
///
/// The secret is that of a conn, a socket or the settings, or the secret itself, as for [`sign`](super::sign).
///
/// The text is `base64url(nonce ‖ XChaCha20-Poly1305(time ‖ JSON))`, without padding; the nonce is random.
///
/// ```
/// use std::time::Duration;
/// use bennu::token::{Secret, TokenError, decrypt, encrypt};
///
/// let secret = Secret::random();
/// let token = encrypt(&secret, "e-mail change", &"ana@example.com");
/// let day = Duration::from_secs(86_400);
/// assert_eq!(decrypt::<String>(&secret, "e-mail change", &token, day).unwrap(), "ana@example.com");
/// assert_eq!(decrypt::<String>(&secret, "password reset", &token, day), Err(TokenError::Invalid));
/// ```
///
/// # Panics
/// Where `data` has no JSON form (a map whose keys are not text, a failing `Serialize`): a mistake in the program.
#[must_use]
#[track_caller]
pub fn encrypt(secret: &impl AsRef<Secret>, salt: &str, data: &(impl Serialize + ?Sized)) -> String {
    secret.as_ref().sealing_key(salt).seal_at(data, now())
}

/// The data of a token that [`encrypt`] made, if it is not older than `max_age`.
///
/// # Errors
/// [`TokenError`]: empty text is `Missing`, an old token `Expired`, anything else that is wrong `Invalid`.
pub fn decrypt<T: DeserializeOwned>(
    secret: &impl AsRef<Secret>,
    salt: &str,
    token: &str,
    max_age: Duration,
) -> Result<T, TokenError> {
    secret.as_ref().sealing_key(salt).open_at(token, Some(max_age), now())
}

/// A secret's key for one salt, ready to encrypt with.
#[derive(Clone)]
pub(crate) struct SealingKey(XChaCha20Poly1305);

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(..)")
    }
}

impl SealingKey {
    pub(super) fn new(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }

    #[track_caller]
    pub(crate) fn seal_at(&self, data: &(impl Serialize + ?Sized), now: u64) -> String {
        let nonce = random::<NONCE>();
        let plain = Payload { msg: &payload(data, now), aad: FORM };
        let sealed =
            self.0.encrypt(&nonce.into(), plain).expect("what is in memory is short enough to encrypt");
        URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())
    }

    /// `max_age` of none leaves the age to the caller.
    pub(crate) fn open_at<T: DeserializeOwned>(
        &self,
        token: &str,
        max_age: Option<Duration>,
        now: u64,
    ) -> Result<T, TokenError> {
        check_length(token)?;
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenError::Invalid)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(TokenError::Invalid)?;
        let sealed = Payload { msg: sealed, aad: FORM };
        let payload = self.0.decrypt(&(*nonce).into(), sealed).map_err(|_| TokenError::Invalid)?;
        debug_assert!(payload.len() >= TIME, "only payloads are sealed");
        read(&payload, max_age, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Option<Duration> = Some(Duration::from_secs(60));

    #[test]
    fn what_is_encrypted_comes_back_and_cannot_be_read() {
        let key = Secret::random().sealing_key("salt");
        let (one, two) = (key.seal_at("private", 0), key.seal_at("private", 0));
        assert_ne!(one, two, "nonces differ");
        let bytes = URL_SAFE_NO_PAD.decode(&one).unwrap();
        assert!(!bytes.windows(7).any(|window| window == b"private"));
        assert_eq!(key.open_at::<String>(&one, None, 0), Ok("private".into()));
        assert_eq!(key.open_at::<i64>(&one, None, 0), Err(TokenError::Invalid));
        assert_eq!(key.open_at::<String>("", None, 0), Err(TokenError::Missing));
    }

    #[test]
    fn encrypted_tokens_expire() {
        let key = Secret::random().sealing_key("salt");
        let token = key.seal_at(&7, 1_000_000);
        assert_eq!(key.open_at(&token, MINUTE, 1_060_000), Ok(7));
        assert_eq!(key.open_at::<i64>(&token, MINUTE, 1_060_001), Err(TokenError::Expired));
    }

    #[test]
    fn nothing_that_was_changed_or_sealed_with_another_key_opens() {
        let secret = Secret::random();
        let key = secret.sealing_key("one");
        let token = key.seal_at("data", 0);
        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(key.open_at::<String>(&changed, None, 0), Err(TokenError::Invalid), "{changed}");
            assert!(key.open_at::<String>(&token[..at], None, 0).is_err());
        }
        for other in [secret.sealing_key("two"), Secret::random().sealing_key("one")] {
            assert_eq!(other.open_at::<String>(&token, None, 0), Err(TokenError::Invalid));
        }
        assert_eq!(key.open_at::<String>(&secret.key("one").sign("data"), None, 0), Err(TokenError::Invalid));
    }

    proptest::proptest! {
        #[test]
        fn garbage_does_not_open(text in "[A-Za-z0-9_\\-.=]{1,120}") {
            let key = Secret::random().sealing_key("salt");
            proptest::prop_assert_eq!(key.open_at::<serde_json::Value>(&text, None, 0), Err(TokenError::Invalid));
        }
    }
}
