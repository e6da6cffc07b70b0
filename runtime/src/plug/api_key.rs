//! A function that knows keys comes in, a plug that lets in who has one goes out.

use std::future::Future;

use super::Plug;
use super::bearer::refuse;
use crate::auth::{ApiKey, ApiKeyId, AuthError, Scopes, StoredKey};
use crate::{Conn, Result};

/// The plug that [`require_api_key`] makes.
#[derive(Clone, Copy, Debug)]
pub struct RequireApiKey<F>(F);

/// Lets in only requests whose `x-api-key` is known: `find` is an async function of the conn and the key's
/// [id](ApiKey::id), and the key must match the digest that it returns. Owner, [`Scopes`] and [`ApiKeyId`] are
/// [assigned](Conn::assign).
///
/// ```
/// use std::time::Duration;
/// use bennu::auth::StoredKey;
/// use bennu::plug::{accepts, by_api_key, rate_limit, require_api_key, require_scope};
/// use bennu::{Repo, Result};
///
/// bennu::schema! { pub struct ClientKey in "client_keys" { key_id: String, digest: String, scopes: String, client_id: i64 } }
///
/// pub struct App { repo: Repo }
///
/// type Conn = bennu::Conn<App>;
///
/// async fn find_key(conn: &mut Conn, id: &str) -> Result<Option<StoredKey<ClientKey>>> {
///     let key = conn.state().repo.get_by(ClientKey::key_id, id).await?;
///     Ok(key.map(|key| StoredKey::new(key.digest.clone(), key.clone()).scopes(key.scopes)))
/// }
/// # async fn create(conn: &mut Conn) -> Result { conn.text("created") }
///
/// bennu::router! {
///     /// An API.
///     pub Router for App;
///
///     pipeline api {
///         plug accepts(["json"]);
///         plug require_api_key(find_key);
///         plug rate_limit(1_000, Duration::from_secs(3600), by_api_key);
///     }
///
///     pipeline writers { plug require_scope("videos:write"); }
///
///     scope "/api" { pipe_through [api, writers]; post "/videos" => create; }
/// }
/// ```
///
/// # Errors
/// The plug fails with 401 where there is no key or it is not the right one, and with whatever `find` fails with.
#[must_use]
pub const fn require_api_key<F>(find: F) -> RequireApiKey<F> {
    RequireApiKey(find)
}

/// An async function `fn(&mut Conn<S>, &str) -> Result<Option<StoredKey<T>>>`.
#[diagnostic::on_unimplemented(
    message = "this does not find API keys",
    note = "it takes an async function `fn(&mut Conn<S>, &str) -> bennu::Result<Option<bennu::auth::StoredKey<T>>>`"
)]
pub trait FindApiKey<'a, S: 'static>: Sync {
    /// Whose key it is.
    type Owner: Send + Sync + 'static;
    /// What it returns.
    type Answer: Future<Output = Result<Option<StoredKey<Self::Owner>>>> + Send + 'a;

    /// Looks for the key.
    fn find(&self, conn: &'a mut Conn<S>, id: &'a str) -> Self::Answer;
}

impl<'a, S, F, A, T> FindApiKey<'a, S> for F
where
    S: 'static,
    F: Fn(&'a mut Conn<S>, &'a str) -> A + Sync,
    A: Future<Output = Result<Option<StoredKey<T>>>> + Send + 'a,
    T: Send + Sync + 'static,
{
    type Owner = T;
    type Answer = A;

    fn find(&self, conn: &'a mut Conn<S>, id: &'a str) -> A {
        self(conn, id)
    }
}

impl<S, F> Plug<S> for RequireApiKey<F>
where
    S: Send + Sync + 'static,
    F: for<'a> FindApiKey<'a, S> + 'static,
{
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        let key = match conn.req_header("x-api-key").map(ApiKey::parse) {
            None => return Err(refuse(conn, AuthError::MissingKey, "")),
            Some(None) => return Err(refuse(conn, AuthError::InvalidKey, "")),
            Some(Some(key)) => key,
        };
        match self.0.find(conn, key.id()).await? {
            Some(stored) if key.matches(&stored.digest) => {
                conn.assign(stored.scopes).assign(ApiKeyId(key.id().to_owned())).assign(stored.owner);
                Ok(())
            }
            _ => Err(refuse(conn, AuthError::InvalidKey, "")),
        }
    }
}

/// The plug that [`require_scope`] makes.
#[derive(Clone, Copy, Debug)]
pub struct RequireScope(&'static str);

/// Lets in only requests whose token or key is good for `scope`: whose assigned [`Scopes`] have it.
/// [`require_api_key`] assigns those of the key; a function of [`require_bearer`](super::require_bearer) assigns those of its
/// token.
///
/// # Errors
/// The plug fails with 403 where it is not.
#[must_use]
pub const fn require_scope(scope: &'static str) -> RequireScope {
    RequireScope(scope)
}

impl<S: Send + Sync + 'static> Plug<S> for RequireScope {
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        if conn.assigned::<Scopes>().is_some_and(|scopes| scopes.has(self.0)) {
            return Ok(());
        }
        Err(refuse(conn, AuthError::InsufficientScope, self.0))
    }
}
