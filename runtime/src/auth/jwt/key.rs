//! Bytes come in, a signature by the one algorithm of a key goes out; or whether a signature is right.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::Sha256;

use super::JwtKeyError;
use crate::token::Secret;

/// Fewest bytes of a key for HS256 (RFC 7518, 3.2).
const SHORTEST: usize = 32;
/// What stands before the 32 bytes of an Ed25519 key in the DER of a public key (RFC 8410, 4).
const PUBLIC: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A key with its algorithm. Cloning shares it.
#[derive(Clone)]
pub(super) enum Key {
    Hs256(Hmac<Sha256>),
    EdDsa { pair: Option<Arc<Ed25519KeyPair>>, public: UnparsedPublicKey<Vec<u8>> },
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, ..)", self.algorithm())
    }
}

impl Key {
    pub(super) fn derived(secret: &Secret) -> Self {
        Self::Hs256(secret.mac("web token"))
    }

    pub(super) fn hs256(key: &[u8]) -> Result<Self, JwtKeyError> {
        if key.len() < SHORTEST {
            return Err(JwtKeyError::Short(key.len()));
        }
        Hmac::new_from_slice(key).map(Self::Hs256).map_err(|_| JwtKeyError::Malformed)
    }

    pub(super) fn eddsa(pem: &str) -> Result<Self, JwtKeyError> {
        let der = der(pem, "PRIVATE KEY")?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_| JwtKeyError::Malformed)?;
        let public = UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref().to_vec());
        Ok(Self::EdDsa { pair: Some(Arc::new(pair)), public })
    }

    pub(super) fn eddsa_public(pem: &str) -> Result<Self, JwtKeyError> {
        let der = der(pem, "PUBLIC KEY")?;
        let key = der.strip_prefix(&PUBLIC).filter(|key| key.len() == 32).ok_or(JwtKeyError::Malformed)?;
        Ok(Self::EdDsa { pair: None, public: UnparsedPublicKey::new(&ED25519, key.to_vec()) })
    }

    /// What a token's header says of it.
    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Hs256(_) => "HS256",
            Self::EdDsa { .. } => "EdDSA",
        }
    }

    /// None with a public key.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Hs256(mac) => Some(mac.clone().chain_update(message).finalize().into_bytes().to_vec()),
            Self::EdDsa { pair, .. } => pair.as_ref().map(|pair| pair.sign(message).as_ref().to_vec()),
        }
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Hs256(mac) => mac.clone().chain_update(message).verify_slice(signature).is_ok(),
            Self::EdDsa { public, .. } => public.verify(message, signature).is_ok(),
        }
    }
}

/// What stands between the lines of a PEM file.
fn der(pem: &str, label: &str) -> Result<Vec<u8>, JwtKeyError> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let inside = pem.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end));
    let (text, _) = inside.ok_or(JwtKeyError::Malformed)?;
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).map_err(|_| JwtKeyError::Malformed)
}
