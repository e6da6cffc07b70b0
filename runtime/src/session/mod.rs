//! Sessions come in as text, a store keeps them by the digest of their cookie, and gives them back.
//!
#![doc = include_str!("../../docs/session.md")]

mod memory;
mod repo;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::endpoint::Config;
use crate::token::random;
use crate::{Error, Result};

pub use memory::MemoryStore;
pub use repo::{RepoStore, migration};

/// Where sessions are kept on the server: a table, a cache, another service.
///
/// A store gets texts and gives them back; what is in them, how long they may be and what the cookie says is not its business. A store
/// that others wrote for Redis or the like is these four methods; a fifth one ends all sessions of one person:
///
/// ```
/// use bennu::Result;
/// use bennu::session::{Kept, SessionId, SessionStore};
/// # use std::time::Duration;
/// # #[derive(Clone, Default)] struct Cache(std::sync::Arc<std::sync::Mutex<std::collections::HashMap<String, String>>>);
/// # impl Cache {
/// #     async fn get(&self, key: &str) -> Result<Option<String>> { Ok(self.0.lock().unwrap().get(key).cloned()) }
/// #     async fn set(&self, key: &str, data: &str, _: Duration, only_if_there: bool) -> Result<bool> {
/// #         let mut map = self.0.lock().unwrap();
/// #         if only_if_there && !map.contains_key(key) { return Ok(false) }
/// #         map.insert(key.into(), data.into());
/// #         Ok(true)
/// #     }
/// #     async fn delete(&self, key: &str) -> Result { self.0.lock().unwrap().remove(key); Ok(()) }
/// # }
///
/// struct CacheStore(Cache);
///
/// impl SessionStore for CacheStore {
///     async fn get(&self, id: &SessionId) -> Result<Option<String>> {
///         self.0.get(id.as_str()).await
///     }
///
///     async fn insert(&self, id: &SessionId, session: Kept<'_>) -> Result {
///         self.0.set(id.as_str(), session.data, session.max_age, false).await?;
///         Ok(())
///     }
///
///     async fn update(&self, id: &SessionId, session: Kept<'_>) -> Result<bool> {
///         self.0.set(id.as_str(), session.data, session.max_age, true).await
///     }
///
///     async fn delete(&self, id: &SessionId) -> Result {
///         self.0.delete(id.as_str()).await
///     }
/// }
///
/// let config = bennu::endpoint::Config::default().with_session_store(CacheStore(Cache::default()));
/// ```
///
/// # Errors
/// An error of a store is answered with 500, or whatever status it brings; the session of that request is lost, not others.
pub trait SessionStore: Send + Sync + 'static {
    /// The session that is kept under `id`; none where there is none or it has expired.
    fn get(&self, id: &SessionId) -> impl Future<Output = Result<Option<String>>> + Send;

    /// Keeps a new session.
    fn insert(&self, id: &SessionId, session: Kept<'_>) -> impl Future<Output = Result> + Send;

    /// Changes a session that is kept; returns whether there was one. One that ended meanwhile, because somebody signed out in another
    /// window, must not come back.
    fn update(&self, id: &SessionId, session: Kept<'_>) -> impl Future<Output = Result<bool>> + Send;

    /// Ends a session, if it is there.
    fn delete(&self, id: &SessionId) -> impl Future<Output = Result> + Send;

    /// Ends all sessions of one owner, for [`Shared::end_sessions`](crate::endpoint::Shared::end_sessions). A store that does
    /// not say how answers with an error.
    fn delete_all_for(&self, owner: &str) -> impl Future<Output = Result> + Send {
        let _ = owner;
        async { Err(Error::internal("this session store does not know whose its sessions are")) }
    }
}

/// A session on its way into a store.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Kept<'a> {
    /// What is in it.
    pub data: &'a str,
    /// Whose it is: what [`Conn::put_live_socket_id`](crate::Conn::put_live_socket_id) said.
    pub owner: Option<&'a str>,
    /// How long to keep it, from now.
    pub max_age: Duration,
}

impl<'a> Kept<'a> {
    /// A session of nobody that is known.
    #[must_use]
    pub fn new(data: &'a str, max_age: Duration) -> Self {
        Self { data, owner: None, max_age }
    }
}

impl<T: SessionStore> SessionStore for Arc<T> {
    fn get(&self, id: &SessionId) -> impl Future<Output = Result<Option<String>>> + Send {
        T::get(self, id)
    }

    fn insert(&self, id: &SessionId, session: Kept<'_>) -> impl Future<Output = Result> + Send {
        T::insert(self, id, session)
    }

    fn update(&self, id: &SessionId, session: Kept<'_>) -> impl Future<Output = Result<bool>> + Send {
        T::update(self, id, session)
    }

    fn delete(&self, id: &SessionId) -> impl Future<Output = Result> + Send {
        T::delete(self, id)
    }

    fn delete_all_for(&self, owner: &str) -> impl Future<Output = Result> + Send {
        T::delete_all_for(self, owner)
    }
}

/// By what a store knows a session: the SHA-256 of what the cookie holds, as text of 43 letters, digits, `-` and `_`.
///
/// Whoever reads the store cannot make a cookie of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// Bytes of what the cookie holds.
    const LENGTH: usize = 32;

    /// A new session: its cookie's value, and its id.
    pub(crate) fn generate() -> (String, Self) {
        let value = URL_SAFE_NO_PAD.encode(random::<{ Self::LENGTH }>());
        let id = Self::digest(&value);
        (value, id)
    }

    /// The id of a cookie's value, if one like it could ever have been given out.
    pub(crate) fn of_cookie(value: &str) -> Option<Self> {
        let mut bytes = [0; Self::LENGTH];
        let length = URL_SAFE_NO_PAD.decode_slice(value, &mut bytes).ok()?;
        (length == Self::LENGTH).then(|| Self::digest(value))
    }

    fn digest(value: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(value)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Config {
    /// The same with sessions that the server keeps: [`MemoryStore`], [`RepoStore`] or a [`SessionStore`] of one's own. The cookie
    /// then holds a random value that says nothing.
    #[must_use]
    pub fn with_session_store(mut self, store: impl SessionStore) -> Self {
        self.session.store = Some(Arc::new(store));
        self
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A store whose type is forgotten, as the settings keep it.
pub(crate) trait AnyStore: Send + Sync {
    fn get_boxed<'a>(&'a self, id: &'a SessionId) -> Answer<'a, Option<String>>;
    fn insert_boxed<'a>(&'a self, id: &'a SessionId, session: Kept<'a>) -> Answer<'a, ()>;
    fn update_boxed<'a>(&'a self, id: &'a SessionId, session: Kept<'a>) -> Answer<'a, bool>;
    fn delete_boxed<'a>(&'a self, id: &'a SessionId) -> Answer<'a, ()>;
    fn delete_all_boxed<'a>(&'a self, owner: &'a str) -> Answer<'a, ()>;
}

impl<T: SessionStore> AnyStore for T {
    fn get_boxed<'a>(&'a self, id: &'a SessionId) -> Answer<'a, Option<String>> {
        Box::pin(self.get(id))
    }

    fn insert_boxed<'a>(&'a self, id: &'a SessionId, session: Kept<'a>) -> Answer<'a, ()> {
        Box::pin(self.insert(id, session))
    }

    fn update_boxed<'a>(&'a self, id: &'a SessionId, session: Kept<'a>) -> Answer<'a, bool> {
        Box::pin(self.update(id, session))
    }

    fn delete_boxed<'a>(&'a self, id: &'a SessionId) -> Answer<'a, ()> {
        Box::pin(self.delete(id))
    }

    fn delete_all_boxed<'a>(&'a self, owner: &'a str) -> Answer<'a, ()> {
        Box::pin(self.delete_all_for(owner))
    }
}

impl fmt::Debug for dyn AnyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionStore")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_gives_its_id_and_no_cookie_can_be_made_of_it() {
        let (value, id) = SessionId::generate();
        assert_eq!(SessionId::of_cookie(&value), Some(id.clone()));
        assert_ne!(SessionId::of_cookie(id.as_str()), Some(id.clone()));
        assert_ne!(SessionId::generate().1, id);
        assert_eq!(id.as_str().len(), 43);
    }

    #[test]
    fn what_was_never_given_out_is_not_looked_for() {
        let (value, _) = SessionId::generate();
        for text in
            ["", "x", &value[1..], &format!("{value}A"), &format!("{value}="), &value.replace('A', "ü")]
        {
            assert!(SessionId::of_cookie(text).is_none_or(|_| *text == value), "{text}");
        }
    }
}
