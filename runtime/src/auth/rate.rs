//! A key comes in at every use; how often it was used in its window goes out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::endpoint::Config;
use crate::expiring::Expiring;
use crate::{Conn, Result};

/// How far a key has come in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Uses in this window, those that were refused among them.
    pub used: u32,
    /// Uses that are allowed in a window.
    pub limit: u32,
    /// How long until the window ends.
    pub resets_in: Duration,
}

impl Rate {
    /// Whether this use is within the limit.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.used <= self.limit
    }

    /// How many more are allowed in this window.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.limit.saturating_sub(self.used)
    }
}

/// Where uses are counted: in this process, or in a service that several share.
///
/// The window of a key is fixed: it begins with the first use and ends when `window` has passed.
pub trait RateLimiter: Send + Sync + 'static {
    /// Counts a use of `key`, as one step that no other use can come between.
    fn hit(&self, key: &str, limit: u32, window: Duration) -> impl Future<Output = Result<Rate>> + Send;
}

impl<T: RateLimiter> RateLimiter for Arc<T> {
    fn hit(&self, key: &str, limit: u32, window: Duration) -> impl Future<Output = Result<Rate>> + Send {
        T::hit(self, key, limit, window)
    }
}

/// Counts in the memory of this process. Of more keys than it has room for, the one whose window would end first is forgotten.
///
/// ```
/// use std::time::Duration;
/// use bennu::auth::{MemoryLimiter, RateLimiter};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> bennu::Result {
/// let limiter = MemoryLimiter::new();
/// let minute = Duration::from_secs(60);
/// for remaining in [1, 0] {
///     let rate = limiter.hit("mail to 7", 2, minute).await?;
///     assert!(rate.is_allowed() && rate.remaining() == remaining);
/// }
/// assert!(!limiter.hit("mail to 7", 2, minute).await?.is_allowed());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct MemoryLimiter(Mutex<Expiring<String, u32>>);

impl MemoryLimiter {
    /// Room for 100,000 keys.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(100_000)
    }

    /// Room for so many keys, at least one.
    #[must_use]
    pub fn with_capacity(keys: usize) -> Self {
        Self(Mutex::new(Expiring::new(keys)))
    }
}

impl Default for MemoryLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl RateLimiter for MemoryLimiter {
    async fn hit(&self, key: &str, limit: u32, window: Duration) -> Result<Rate> {
        let now = Instant::now();
        let key = key.to_owned();
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((count, end)) = counts.get_mut(&key, now) {
            *count = count.saturating_add(1);
            return Ok(Rate { used: *count, limit, resets_in: end - now });
        }
        counts.insert(key, 1, now + window, now);
        Ok(Rate { used: 1, limit, resets_in: window })
    }
}

/// A limiter whose type is forgotten, as the settings keep it.
pub(crate) trait AnyLimiter: Send + Sync {
    fn hit_boxed<'a>(
        &'a self,
        key: &'a str,
        limit: u32,
        window: Duration,
    ) -> Pin<Box<dyn Future<Output = Result<Rate>> + Send + 'a>>;
}

impl<T: RateLimiter> AnyLimiter for T {
    fn hit_boxed<'a>(
        &'a self,
        key: &'a str,
        limit: u32,
        window: Duration,
    ) -> Pin<Box<dyn Future<Output = Result<Rate>> + Send + 'a>> {
        Box::pin(self.hit(key, limit, window))
    }
}

impl fmt::Debug for dyn AnyLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RateLimiter")
    }
}

impl Config {
    /// The same with uses counted by `limiter`, in place of a [`MemoryLimiter`] of the endpoint's own.
    #[must_use]
    pub fn with_rate_limiter(mut self, limiter: impl RateLimiter) -> Self {
        self.rate_limiter = Arc::new(limiter);
        self
    }
}

impl<S: Send + Sync + 'static> Conn<S> {
    /// Counts a use of `key`: what [`rate_limit`](crate::plug::rate_limit) does for a whole pipeline, for one thing that a handler does.
    ///
    /// ```
    /// use std::time::Duration;
    /// use bennu::{Conn, Error, Result};
    ///
    /// async fn send_mail(conn: &mut Conn<()>, id: i64) -> Result {
    ///     let rate = conn.hit(&format!("mail to {id}"), 5, Duration::from_secs(60)).await?;
    ///     if !rate.is_allowed() {
    ///         return conn.put_status(429).text("Too many requests. Please wait.");
    ///     }
    ///     conn.text("sent")
    /// }
    /// ```
    ///
    /// # Errors
    /// Those of the limiter.
    pub async fn hit(&self, key: &str, limit: u32, window: Duration) -> Result<Rate> {
        self.shared().config.rate_limiter.hit_boxed(key, limit, window).await
    }
}
