//! Requests of programs come in with tokens and keys; who sends them, what they may do and how often goes out.
//!
#![doc = include_str!("../../docs/security.md")]

mod api_key;
mod error;
mod header;
#[cfg(feature = "jwt")]
pub mod jwt;
#[cfg(feature = "oauth2")]
pub mod oauth2;
#[cfg(feature = "passwords")]
mod password;
mod rate;
mod scopes;

pub use api_key::{ApiKey, ApiKeyId, StoredKey};
pub use error::AuthError;
#[cfg(feature = "passwords")]
pub use password::Passwords;
pub use rate::{MemoryLimiter, Rate, RateLimiter};
pub use scopes::Scopes;

pub(crate) use header::bearer;
pub(crate) use rate::AnyLimiter;
