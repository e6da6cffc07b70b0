//! The names of web tokens come in; which of them count no more goes out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::expiring::Expiring;
use crate::{Error, Result};

/// Where it is kept which web tokens were revoked: in this process, or in a table or cache that several share.
pub trait Revocations: Send + Sync + 'static {
    /// Keeps that the token `id` counts no more, for as long as it would have counted: `left`.
    fn revoke(&self, id: &str, left: Duration) -> impl Future<Output = Result> + Send;

    /// Whether it was revoked.
    fn is_revoked(&self, id: &str) -> impl Future<Output = Result<bool>> + Send;
}

impl<T: Revocations> Revocations for Arc<T> {
    fn revoke(&self, id: &str, left: Duration) -> impl Future<Output = Result> + Send {
        T::revoke(self, id, left)
    }

    fn is_revoked(&self, id: &str) -> impl Future<Output = Result<bool>> + Send {
        T::is_revoked(self, id)
    }
}

/// Revoked tokens in the memory of this process, until they would have expired. A full list revokes no more, with 503: it never
/// forgets.
#[derive(Debug)]
pub struct MemoryRevocations(Mutex<Expiring<String, ()>>);

impl MemoryRevocations {
    /// Room for 100,000 tokens.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(100_000)
    }

    /// Room for so many tokens, at least one.
    #[must_use]
    pub fn with_capacity(tokens: usize) -> Self {
        Self(Mutex::new(Expiring::new(tokens)))
    }
}

impl Default for MemoryRevocations {
    fn default() -> Self {
        Self::new()
    }
}

impl Revocations for MemoryRevocations {
    async fn revoke(&self, id: &str, left: Duration) -> Result {
        let now = Instant::now();
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.is_full(now) {
            return Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "the list of revoked tokens is full"));
        }
        tokens.insert(id.to_owned(), (), now + left, now);
        Ok(())
    }

    async fn is_revoked(&self, id: &str) -> Result<bool> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(tokens.get(&id.to_owned(), Instant::now()).is_some())
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Revocations whose type is forgotten.
pub(super) trait AnyRevocations: Send + Sync {
    fn revoke_boxed<'a>(&'a self, id: &'a str, left: Duration) -> Answer<'a, ()>;
    fn is_revoked_boxed<'a>(&'a self, id: &'a str) -> Answer<'a, bool>;
}

impl<T: Revocations> AnyRevocations for T {
    fn revoke_boxed<'a>(&'a self, id: &'a str, left: Duration) -> Answer<'a, ()> {
        Box::pin(self.revoke(id, left))
    }

    fn is_revoked_boxed<'a>(&'a self, id: &'a str) -> Answer<'a, bool> {
        Box::pin(self.is_revoked(id))
    }
}

impl fmt::Debug for dyn AnyRevocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Revocations")
    }
}
