//! A secret, a salt and data come in, a signed or encrypted text goes out; and the same data again from such a text.

mod pool;
mod sealed;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

pub(crate) use pool::passing;
pub(crate) use sealed::SealingKey;
pub use sealed::{decrypt, encrypt};

/// Bytes of a mac.
const MAC: usize = 32;
/// Bytes of the time in front of the data.
const TIME: usize = 8;
/// Longest token that is looked at; nothing that Bennu signs comes near.
const LONGEST: usize = 64 * 1024;

/// What all keys of an application are derived from: its secret key base.
///
/// It never shows in `Debug` output, and cloning shares it.
///
/// ```
/// use bennu::token::Secret;
///
/// let secret = Secret::new("a long random text that only the server knows, 64 bytes or more...").unwrap();
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// ```
#[derive(Clone)]
pub struct Secret(Arc<[u8]>);

/// The secret key base is shorter than [`Secret::SHORTEST`] bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecretTooShort {
    /// Bytes it has.
    pub length: usize,
}

impl fmt::Display for SecretTooShort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the secret key base has {} bytes and needs at least {}", self.length, Secret::SHORTEST)
    }
}

impl std::error::Error for SecretTooShort {}

impl Secret {
    /// Fewest bytes of a secret key base.
    pub const SHORTEST: usize = 64;

    /// Takes a secret key base.
    ///
    /// # Errors
    /// [`SecretTooShort`] below [`Secret::SHORTEST`] bytes.
    pub fn new(key_base: impl AsRef<[u8]>) -> Result<Self, SecretTooShort> {
        let bytes = key_base.as_ref();
        if bytes.len() < Self::SHORTEST {
            return Err(SecretTooShort { length: bytes.len() });
        }
        Ok(Self(bytes.into()))
    }

    /// A new random secret, which no other process knows.
    #[must_use]
    pub fn random() -> Self {
        Self(random::<64>().as_slice().into())
    }

    /// A key of HMAC-SHA256 for what signs in a form of its own; what [`sign`] signs with the same salt has another.
    #[cfg(feature = "jwt")]
    pub(crate) fn mac(&self, salt: &str) -> Hmac<Sha256> {
        let mut mac = hmac(&self.0);
        mac.update(b"bennu mac key 1\0");
        mac.update(salt.as_bytes());
        hmac(&mac.finalize().into_bytes())
    }

    /// The key for one salt. The secret is random and long, so one HMAC derives it; there is nothing to stretch.
    pub(crate) fn key(&self, salt: &str) -> Key {
        let mut mac = hmac(&self.0);
        mac.update(b"bennu key 1\0");
        mac.update(salt.as_bytes());
        Key(hmac(&mac.finalize().into_bytes()))
    }

    /// The key to encrypt with for one salt; what is signed with the same salt has another.
    pub(crate) fn sealing_key(&self, salt: &str) -> SealingKey {
        let mut mac = hmac(&self.0);
        mac.update(b"bennu sealing key 1\0");
        mac.update(salt.as_bytes());
        SealingKey::new(mac.finalize().into_bytes().into())
    }
}

impl AsRef<Self> for Secret {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Why a token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// There is none.
    Missing,
    /// It was not signed with this secret and salt, was changed since, or carries data of another type.
    Invalid,
    /// It is older than allowed.
    Expired,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "there is no token",
            Self::Invalid => "the token is not valid",
            Self::Expired => "the token has expired",
        })
    }
}

impl std::error::Error for TokenError {}

/// Signs `data` so that [`verify`] with the same secret and salt gives it back.
///
/// The secret is what is known by whoever has one: a conn, the socket of a LiveView, what the two share, the settings, or the secret
/// itself.
///
/// The data is readable by whoever holds the token: signed is not secret; [`encrypt`] is. `salt` names the purpose; a token of one
/// purpose never passes for another. The time of signing goes in with a resolution of a millisecond.
///
/// The text is `base64url(time ‖ JSON) "." base64url(HMAC-SHA256)`, without padding.
///
/// ```
/// use std::time::Duration;
/// use bennu::token::{Secret, TokenError, sign, verify};
///
/// let secret = Secret::random();
/// let token = sign(&secret, "user socket", &7);
/// let day = Duration::from_secs(86_400);
/// assert_eq!(verify::<i64>(&secret, "user socket", &token, day), Ok(7));
/// assert_eq!(verify::<i64>(&secret, "password reset", &token, day), Err(TokenError::Invalid));
/// ```
///
/// In a handler:
///
/// ```
/// # use bennu::{Conn, Result, token};
/// async fn invite(conn: &mut Conn<()>, team: i64) -> Result {
///     conn.text(token::sign(conn, "invitation", &team))
/// }
/// ```
///
/// # Panics
/// Where `data` has no JSON form (a map whose keys are not text, a failing `Serialize`): a mistake in the program.
#[must_use]
#[track_caller]
pub fn sign(secret: &impl AsRef<Secret>, salt: &str, data: &(impl Serialize + ?Sized)) -> String {
    secret.as_ref().key(salt).sign(data)
}

/// The data of a token that [`sign`] made, if it is not older than `max_age`.
///
/// # Errors
/// [`TokenError`]: empty text is `Missing`, an old token `Expired`, anything else that is wrong `Invalid`.
pub fn verify<T: DeserializeOwned>(
    secret: &impl AsRef<Secret>,
    salt: &str,
    token: &str,
    max_age: Duration,
) -> Result<T, TokenError> {
    secret.as_ref().key(salt).verify(token, Some(max_age))
}

/// A secret's key for one salt, ready for use.
#[derive(Clone)]
pub(crate) struct Key(Hmac<Sha256>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    #[track_caller]
    pub(crate) fn sign(&self, data: &(impl Serialize + ?Sized)) -> String {
        self.sign_at(data, now())
    }

    /// `max_age` of none leaves the age to the caller.
    pub(crate) fn verify<T: DeserializeOwned>(
        &self,
        token: &str,
        max_age: Option<Duration>,
    ) -> Result<T, TokenError> {
        self.verify_at(token, max_age, now())
    }

    #[track_caller]
    pub(crate) fn sign_at(&self, data: &(impl Serialize + ?Sized), now: u64) -> String {
        let mut token = URL_SAFE_NO_PAD.encode(payload(data, now));
        let mac = self.mac(token.as_bytes());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(mac, &mut token);
        token
    }

    fn verify_at<T: DeserializeOwned>(
        &self,
        token: &str,
        max_age: Option<Duration>,
        now: u64,
    ) -> Result<T, TokenError> {
        check_length(token)?;
        let (payload, mac) = token.rsplit_once('.').ok_or(TokenError::Invalid)?;
        let mut given = [0; MAC];
        let length = URL_SAFE_NO_PAD.decode_slice(mac, &mut given).map_err(|_| TokenError::Invalid)?;
        if length != MAC || !same(&given, &self.mac(payload.as_bytes())) {
            return Err(TokenError::Invalid);
        }
        let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| TokenError::Invalid)?;
        read(&payload, max_age, now)
    }

    fn mac(&self, text: &[u8]) -> [u8; MAC] {
        let mut mac = self.0.clone();
        mac.update(text);
        mac.finalize().into_bytes().into()
    }
}

/// What no secret has ever made is refused before any work is put into it.
fn check_length(token: &str) -> Result<(), TokenError> {
    match token.len() {
        0 => Err(TokenError::Missing),
        1..=LONGEST => Ok(()),
        _ => Err(TokenError::Invalid),
    }
}

/// Time and data, as they stand in a token.
#[track_caller]
fn payload(data: &(impl Serialize + ?Sized), now: u64) -> Vec<u8> {
    let mut payload = now.to_be_bytes().to_vec();
    if let Err(error) = serde_json::to_writer(&mut payload, data) {
        panic!("the data of a token has no JSON form: {error}");
    }
    payload
}

/// The data of a payload that is not older than `max_age`.
fn read<T: DeserializeOwned>(payload: &[u8], max_age: Option<Duration>, now: u64) -> Result<T, TokenError> {
    let (signed_at, json) = payload.split_first_chunk::<TIME>().ok_or(TokenError::Invalid)?;
    let age = Duration::from_millis(now.saturating_sub(u64::from_be_bytes(*signed_at)));
    if max_age.is_some_and(|max_age| age > max_age) {
        return Err(TokenError::Expired);
    }
    serde_json::from_slice(json).map_err(|_| TokenError::Invalid)
}

fn hmac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// Whether both are the same, in a time that does not tell where they differ.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(a, b).into()
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness nothing that is signed or masked would be safe: there is no way to go on.
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// Milliseconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_millis().try_into().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Option<Duration> = Some(Duration::from_secs(60));

    #[test]
    fn data_of_any_shape_comes_back() {
        let key = Secret::random().key("salt");
        let data = serde_json::json!({"id": 7, "tags": ["a", "ü"], "none": null});
        assert_eq!(key.verify::<serde_json::Value>(&key.sign(&data), None), Ok(data));
    }

    #[test]
    fn age_is_checked_against_the_time_of_signing() {
        let key = Secret::random().key("salt");
        let token = key.sign_at("data", 1_000_000);
        assert_eq!(key.verify_at::<String>(&token, MINUTE, 1_060_000), Ok("data".into()));
        assert_eq!(key.verify_at::<String>(&token, MINUTE, 1_060_001), Err(TokenError::Expired));
        assert_eq!(key.verify_at::<String>(&token, MINUTE, 0), Ok("data".into()), "clocks may be set back");
    }

    #[test]
    fn no_changed_byte_passes() {
        let key = Secret::random().key("salt");
        let token = key.sign("data");
        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(key.verify::<String>(&changed, None), Err(TokenError::Invalid), "{changed}");
        }
        for at in 1..token.len() {
            assert_eq!(key.verify::<String>(&token[..at], None), Err(TokenError::Invalid));
        }
    }

    #[test]
    fn other_salts_secrets_and_types_are_refused() {
        let secret = Secret::random();
        let token = secret.key("one").sign("data");
        assert_eq!(secret.key("two").verify::<String>(&token, None), Err(TokenError::Invalid));
        assert_eq!(Secret::random().key("one").verify::<String>(&token, None), Err(TokenError::Invalid));
        assert_eq!(secret.key("one").verify::<i64>(&token, None), Err(TokenError::Invalid));
        assert_eq!(secret.key("one").verify::<i64>("", None), Err(TokenError::Missing));
    }

    proptest::proptest! {
        #[test]
        fn garbage_is_invalid(text in "\\PC{1,80}") {
            let key = Secret::random().key("salt");
            proptest::prop_assert_eq!(key.verify::<serde_json::Value>(&text, None), Err(TokenError::Invalid));
        }
    }
}
