//! Claims come in, a web token goes out that any program can read and only the application can make; and the claims again.
//!
//! For clients that ask for JSON Web Tokens (RFC 7519). Where nobody else reads them, [`token::sign`] does
//! the same in less space. Present with the feature `jwt`, which is on by default.
//!
//! ```
//! use std::time::Duration;
//! use bennu::auth::jwt::{Claims, Jwt, MemoryRevocations};
//! use bennu::endpoint::Config;
//! use bennu::http::Request;
//! use bennu::plug::{accepts, require_bearer};
//! use bennu::testing::Client;
//! use bennu::{Body, Endpoint, Result};
//!
//! pub struct App { jwt: Jwt }
//!
//! type Conn = bennu::Conn<App>;
//!
//! struct CurrentUser(i64);
//!
//! async fn current_user(conn: &mut Conn, token: &str) -> Result<Option<CurrentUser>> {
//!     let claims: Claims = conn.state().jwt.verify(token).await?;
//!     let id = claims.sub.strip_prefix("User:").and_then(|id| id.parse().ok());
//!     conn.assign(claims);
//!     Ok(id.map(CurrentUser))
//! }
//!
//! async fn login(conn: &mut Conn) -> Result {
//!     let issued = conn.state().jwt.sign("User:7");
//!     conn.json(&issued)   // {"token": "eyJ…", "expires_at": 1795219200}
//! }
//!
//! async fn logout(conn: &mut Conn) -> Result {
//!     if let Some(claims) = conn.assigned::<Claims>() {
//!         conn.state().jwt.revoke(claims).await?;
//!     }
//!     conn.send_resp(204, ())
//! }
//!
//! bennu::router! {
//!     /// An API.
//!     pub Router for App;
//!
//!     pipeline signed_in { plug accepts(["json"]); plug require_bearer(current_user); }
//!
//!     post "/api/login" => login;
//!     scope "/api" { pipe_through signed_in; delete "/login" => logout; }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let config = Config::default();
//! let jwt = Jwt::new(&config.secret_key_base)
//!     .issuer("company_api")
//!     .audience("company_app")
//!     .ttl(Duration::from_secs(3600))
//!     .revocations(MemoryRevocations::new());
//! let mut client = Client::new(Endpoint::<Router>::new(App { jwt }, config));
//!
//! let issued: bennu::serde_json::Value = client.post("/api/login", &()).await.json_response(200);
//! client.put_header("authorization", &format!("Bearer {}", issued["token"].as_str().unwrap()));
//! assert_eq!(client.delete("/api/login").await.status(), 204);
//! assert_eq!(client.delete("/api/login").await.status(), 401, "it was revoked");
//! # }
//! ```

mod claims;
mod error;
mod key;
mod revocations;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use claims::{Audience, Claims};
pub use error::{JwtError, JwtKeyError};
pub use revocations::{MemoryRevocations, Revocations};

use crate::token::{self, Secret, random};
use crate::{Error, Result};
use key::Key;
use revocations::AnyRevocations;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;

/// What makes web tokens and checks them: one key with its one algorithm, and what tokens must say.
///
/// | setting | default |
/// |---|---|
/// | [`issuer`](Self::issuer) | none is written, any is accepted |
/// | [`audience`](Self::audience) | none is written, and tokens for somebody are refused |
/// | [`ttl`](Self::ttl) | an hour |
/// | [`leeway`](Self::leeway) | none |
/// | [`revocations`](Self::revocations) | tokens count until they expire |
///
/// The algorithm is the key's: what a token says of it is compared and never followed, so that neither `none` nor a public key
/// taken for a secret gets through.
#[derive(Clone, Debug)]
#[must_use]
pub struct Jwt {
    key: Key,
    issuer: Option<String>,
    audience: Option<String>,
    ttl: Duration,
    leeway: Duration,
    revocations: Option<Arc<dyn AnyRevocations>>,
}

/// A token that was made, and when it ends.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// The token.
    pub token: String,
    /// When it ends, in seconds since 1970.
    pub expires_at: u64,
}

/// Logs do not get the token.
impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Jwt {
    /// Tokens with HS256, by a key of their own that is derived from the application's secret: for tokens that it reads itself.
    pub fn new(secret: &Secret) -> Self {
        Self::with(Key::derived(secret))
    }

    /// Tokens with HS256, by a key that others know as well.
    ///
    /// # Errors
    /// [`JwtKeyError::Short`] below 32 bytes, which is what the algorithm asks for.
    pub fn hs256(key: impl AsRef<[u8]>) -> Result<Self, JwtKeyError> {
        Key::hs256(key.as_ref()).map(Self::with)
    }

    /// Tokens with EdDSA, by an Ed25519 key in PEM as `openssl genpkey -algorithm ed25519` makes it: others check them with the public
    /// key.
    ///
    /// # Errors
    /// [`JwtKeyError::Malformed`] for anything else.
    pub fn eddsa(pem: &str) -> Result<Self, JwtKeyError> {
        Key::eddsa(pem).map(Self::with)
    }

    /// Tokens that others make with EdDSA, by their public key in PEM.
    ///
    /// # Errors
    /// [`JwtKeyError::Malformed`] for anything else.
    pub fn eddsa_public(pem: &str) -> Result<Self, JwtKeyError> {
        Key::eddsa_public(pem).map(Self::with)
    }

    fn with(key: Key) -> Self {
        let (ttl, leeway) = (Duration::from_secs(3600), Duration::ZERO);
        Self { key, issuer: None, audience: None, ttl, leeway, revocations: None }
    }

    /// Who makes the tokens, and must have made them: `iss`.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// For whom they are, and must be: `aud`.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// How long they count.
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = ttl;
        self
    }

    /// How much later than they say they expire, and earlier they begin: for clocks that differ.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Where it is kept which tokens count no more, before they expire.
    pub fn revocations(mut self, revocations: impl Revocations) -> Self {
        self.revocations = Some(Arc::new(revocations));
        self
    }

    /// A token for `subject`, such as `User:7`.
    ///
    /// # Panics
    /// With a public key, which can only check: a mistake in the program.
    #[must_use]
    #[track_caller]
    pub fn sign(&self, subject: impl Into<String>) -> Issued {
        self.sign_with(subject, Map::new())
    }

    /// The same with claims of one's own beside the registered ones: a struct or map that serde can turn into a JSON object.
    ///
    /// # Panics
    /// As [`sign`](Self::sign), and where `custom` has no such form.
    #[must_use]
    #[track_caller]
    pub fn sign_with(&self, subject: impl Into<String>, custom: impl Serialize) -> Issued {
        self.sign_at(subject.into(), custom, token::now() / 1000)
    }

    #[track_caller]
    fn sign_at(&self, subject: String, custom: impl Serialize, now: u64) -> Issued {
        let expires_at = now.saturating_add(self.ttl.as_secs());
        let claims = Claims {
            sub: subject,
            exp: expires_at,
            iat: Some(now),
            nbf: None,
            iss: self.issuer.clone(),
            aud: self.audience.clone().map(Audience::One),
            jti: Some(URL_SAFE_NO_PAD.encode(random::<16>())),
            custom,
        };
        let header = format!(r#"{{"alg":"{}","typ":"JWT"}}"#, self.key.algorithm());
        let claims = serde_json::to_vec(&claims).expect("claims have the form of a JSON object");
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = self.key.sign(signed.as_bytes()).expect("a public key cannot sign");
        Issued { token: format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)), expires_at }
    }

    /// The claims of a token that counts: signed by this key, of this time, issuer and audience, and not revoked.
    ///
    /// # Errors
    /// [`JwtError`], which is answered with 401, or what the revocations fail with.
    pub async fn verify<T: DeserializeOwned>(&self, token: &str) -> Result<Claims<T>> {
        let claims = self.verify_at(token, token::now() / 1000)?;
        if let Some(revocations) = &self.revocations {
            let id = claims.jti.as_deref().ok_or(JwtError::Revoked)?;
            if revocations.is_revoked_boxed(id).await? {
                return Err(JwtError::Revoked.into());
            }
        }
        Ok(claims)
    }

    fn verify_at<T: DeserializeOwned>(&self, token: &str, now: u64) -> Result<Claims<T>, JwtError> {
        if token.len() > LONGEST {
            return Err(JwtError::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
        // Nothing is read before the signature is right, with the one algorithm that there is.
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| JwtError::Malformed)?;
        if !self.key.verify(signed.as_bytes(), &signature) {
            return Err(JwtError::Signature);
        }
        self.check_header(decode(header)?)?;
        let claims: Claims<T> = decode(claims)?;
        let leeway = self.leeway.as_secs();
        if claims.exp.saturating_add(leeway) <= now {
            return Err(JwtError::Expired);
        }
        if claims.nbf.is_some_and(|begin| begin > now.saturating_add(leeway)) {
            return Err(JwtError::NotYet);
        }
        if self.issuer.is_some() && claims.iss != self.issuer {
            return Err(JwtError::Issuer);
        }
        match (&self.audience, &claims.aud) {
            (None, None) => Ok(claims),
            (Some(own), Some(audience)) if audience.has(own) => Ok(claims),
            _ => Err(JwtError::Audience),
        }
    }

    fn check_header(&self, header: Header) -> Result<(), JwtError> {
        let is_jwt = |kind: &str| kind.eq_ignore_ascii_case("jwt") || kind.eq_ignore_ascii_case("at+jwt");
        // What `crit` names must be understood, and nothing is (RFC 7515, 4.1.11).
        if header.alg != self.key.algorithm()
            || header.crit.is_some()
            || !header.typ.as_deref().is_none_or(is_jwt)
        {
            return Err(JwtError::Algorithm);
        }
        Ok(())
    }

    /// Ends a token before it expires.
    ///
    /// # Errors
    /// 500 without [`revocations`](Self::revocations), and what they fail with.
    pub async fn revoke<T>(&self, claims: &Claims<T>) -> Result {
        let (Some(revocations), Some(id)) = (&self.revocations, &claims.jti) else {
            return Err(Error::internal(
                "there is nowhere to keep which tokens are revoked; give `Jwt::revocations`",
            ));
        };
        let left = claims.exp.saturating_add(self.leeway.as_secs()).saturating_sub(token::now() / 1000);
        revocations.revoke_boxed(id, Duration::from_secs(left)).await
    }
}

/// What a token says of itself.
#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    crit: Option<Value>,
}

fn decode<T: DeserializeOwned>(part: &str) -> Result<T, JwtError> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| JwtError::Malformed)
}

#[cfg(test)]
mod tests;
