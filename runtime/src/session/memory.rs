//! Sessions come in and stay in this process's memory until they end.

use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

use super::{Kept, SessionId, SessionStore};
use crate::Result;
use crate::expiring::Expiring;

/// Sessions in the memory of this process: gone when it ends, and unknown to other processes. For tests, and for applications of one
/// process that can bear it.
///
/// It keeps at most so many sessions; when there are more, the one that would expire first ends.
#[derive(Debug)]
pub struct MemoryStore(Mutex<Expiring<SessionId, Stored>>);

#[derive(Debug)]
struct Stored {
    data: String,
    owner: Option<String>,
}

impl From<Kept<'_>> for Stored {
    fn from(session: Kept<'_>) -> Self {
        Self { data: session.data.to_owned(), owner: session.owner.map(str::to_owned) }
    }
}

impl MemoryStore {
    /// At most 100,000 sessions.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(100_000)
    }

    /// At most `sessions` sessions, at least one. With the default of
    /// [`max_bytes`](crate::endpoint::SessionOptions::max_bytes), 1,000 sessions hold 64 MB at most.
    #[must_use]
    pub fn with_capacity(sessions: usize) -> Self {
        Self(Mutex::new(Expiring::new(sessions)))
    }

    fn lock(&self) -> MutexGuard<'_, Expiring<SessionId, Stored>> {
        // Nobody panics while holding it; were it so, the map would still be whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl SessionStore for MemoryStore {
    async fn get(&self, id: &SessionId) -> Result<Option<String>> {
        Ok(self.lock().get(id, Instant::now()).map(|session| session.data.clone()))
    }

    async fn insert(&self, id: &SessionId, session: Kept<'_>) -> Result {
        let now = Instant::now();
        self.lock().insert(id.clone(), session.into(), now + session.max_age, now);
        Ok(())
    }

    async fn update(&self, id: &SessionId, session: Kept<'_>) -> Result<bool> {
        let (now, mut sessions) = (Instant::now(), self.lock());
        let is_there = sessions.get(id, now).is_some();
        if is_there {
            sessions.insert(id.clone(), session.into(), now + session.max_age, now);
        }
        Ok(is_there)
    }

    async fn delete(&self, id: &SessionId) -> Result {
        self.lock().remove(id);
        Ok(())
    }

    async fn delete_all_for(&self, owner: &str) -> Result {
        self.lock().remove_if(|session| session.owner.as_deref() == Some(owner));
        Ok(())
    }
}
