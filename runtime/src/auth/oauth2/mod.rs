//! A browser goes to a provider and comes back with a code; who it belongs to goes out.
//!
//! Signing in through others by OAuth 2.0: the authorization code with PKCE (RFC 7636) and a state that belongs to the session.
//! Present with the feature `oauth2`, which is on by default. [`Github`], [`Google`] and [`OpenId`] are there; another
//! provider is a [`Provider`] of one's own.
//!
//! The session's cookie must come along when the provider sends the browser back: with `SameSite=Lax`, the default, it does, with
//! `Strict` it does not. Sign people in by [`Auth::provider`] and [`Auth::uid`], never by an address alone.
//!
//! ```
//! use bennu::auth::oauth2::{Github, Google, OAuth2};
//! use bennu::conn::FlashKind;
//! use bennu::plug::{fetch_flash, fetch_session};
//! use bennu::Result;
//!
//! pub struct App { oauth2: OAuth2 }
//!
//! type Conn = bennu::Conn<App>;
//!
//! bennu::router! {
//!     /// Every way in.
//!     pub Router for App;
//!
//!     pipeline browser { plug fetch_session; plug fetch_flash; }
//!
//!     scope "/auth" {
//!         pipe_through browser;
//!         get "/{provider}" => request;
//!         get "/{provider}/callback" => callback;
//!     }
//! }
//!
//! /// Sends the browser to the provider; 404 for one that is not known.
//! async fn request(conn: &mut Conn, provider: String) -> Result {
//!     let oauth2 = conn.state().oauth2.clone();
//!     oauth2.request(conn, &provider)
//! }
//!
//! /// Where the provider sends it back to.
//! async fn callback(conn: &mut Conn, provider: String) -> Result {
//!     let oauth2 = conn.state().oauth2.clone();
//!     match oauth2.callback(conn, &provider).await {
//!         Ok(auth) => {
//!             let user_id = find_or_create_user(&auth.provider, &auth.uid, auth.person.name.as_deref());
//!             conn.renew_session().put_session("user_id", user_id).redirect("/dashboard")
//!         }
//!         Err(_) => conn.put_flash(FlashKind::Error, "OAuth login failed").redirect("/"),
//!     }
//! }
//! # fn find_or_create_user(_: &str, _: &str, _: Option<&str>) -> i64 { 7 }
//!
//! fn app() -> Result<App> {
//!     let oauth2 = OAuth2::new("https://example.com/auth")
//!         .provider("github", Github, var("GITHUB_ID")?, var("GITHUB_SECRET")?)
//!         .provider("google", Google, var("GOOGLE_ID")?, var("GOOGLE_SECRET")?);
//!     Ok(App { oauth2 })
//! }
//! # fn var(name: &str) -> Result<String> { Ok(std::env::var(name)?) }
//! ```

mod answer;
mod error;
mod http;
mod provider;

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use form_urlencoded::Serializer;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use answer::{Auth, Credentials, Person};
pub use error::OAuth2Error;
pub use provider::{Github, Google, OpenId, Provider};

use crate::token::{self, random, same};
use crate::{Conn, Result};

/// Where the session keeps what the callback must match.
const KEY: &str = "_oauth2";
/// How long somebody may be at the provider, in milliseconds: ten minutes.
const LONGEST: u64 = 10 * 60 * 1_000;

/// The providers through which people sign in. Cloning shares them.
#[derive(Clone, Debug)]
#[must_use]
pub struct OAuth2 {
    callback: Arc<str>,
    clients: Vec<Arc<Client>>,
}

/// What this application is to one provider.
struct Client {
    name: String,
    provider: Box<dyn Provider>,
    id: String,
    secret: String,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("name", &self.name).field("id", &self.id).finish_non_exhaustive()
    }
}

/// What the session keeps while its browser is at the provider.
#[derive(Serialize, Deserialize)]
struct Pending {
    provider: String,
    state: String,
    verifier: String,
    since: u64,
}

impl OAuth2 {
    /// No providers yet. They send browsers back to `{callback}/{name}/callback`, with `callback` such as
    /// `https://example.com/auth`; that URL is to be registered with each.
    pub fn new(callback: impl Into<String>) -> Self {
        let callback = callback.into();
        Self { callback: callback.trim_end_matches('/').into(), clients: Vec::new() }
    }

    /// One more provider, under a name that stands in paths, with what it gave to this application when it was registered.
    pub fn provider(
        mut self,
        name: impl Into<String>,
        provider: impl Provider,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        let (id, secret) = (client_id.into(), client_secret.into());
        self.clients.push(Arc::new(Client { name: name.into(), provider: Box::new(provider), id, secret }));
        self
    }

    fn client(&self, name: &str) -> Result<&Client, OAuth2Error> {
        let found = self.clients.iter().find(|client| client.name == name);
        found.map(|client| &**client).ok_or(OAuth2Error::UnknownProvider)
    }

    fn redirect_uri(&self, client: &Client) -> String {
        format!("{}/{}/callback", self.callback, client.name)
    }

    /// Sends the browser to a provider, with a state and a challenge that the session remembers. The pipeline fetches the session.
    ///
    /// # Errors
    /// [`OAuth2Error::UnknownProvider`], which is answered with 404; otherwise as [`redirect_external`](Conn::redirect_external).
    pub fn request<S: Send + Sync + 'static>(&self, conn: &mut Conn<S>, provider: &str) -> Result {
        let client = self.client(provider)?;
        let (state, verifier) = (secret_text(), secret_text());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &client.id)
            .append_pair("redirect_uri", &self.redirect_uri(client))
            .append_pair("scope", client.provider.scope())
            .append_pair("state", &state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let url = client.provider.authorize_url();
        let separator = if url.contains('?') { '&' } else { '?' };
        let pending = Pending { provider: client.name.clone(), state, verifier, since: token::now() };
        conn.put_session(KEY, pending).redirect_external(format!("{url}{separator}{query}"))
    }

    /// Who came back from a provider: checks the state, exchanges the code and asks whom it belongs to. Every request made by
    /// [`request`](Self::request) counts once, and for ten minutes.
    ///
    /// # Errors
    /// [`OAuth2Error`] says what went wrong. Nobody is signed in then.
    pub async fn callback<S: Send + Sync + 'static>(
        &self,
        conn: &mut Conn<S>,
        provider: &str,
    ) -> Result<Auth, OAuth2Error> {
        let client = self.client(provider)?;
        let pending = conn.get_session::<Pending>(KEY).ok_or(OAuth2Error::State)?;
        conn.delete_session(KEY);
        let params = conn.query_params();
        let state = params.str("state").unwrap_or_default();
        let is_young = token::now().saturating_sub(pending.since) < LONGEST;
        if !same(state.as_bytes(), pending.state.as_bytes()) || pending.provider != client.name || !is_young {
            return Err(OAuth2Error::State);
        }
        if let Some(code) = params.str("error") {
            return Err(OAuth2Error::Denied(code.chars().take(100).collect()));
        }
        let code = params.str("code").ok_or(OAuth2Error::State)?.to_owned();
        let credentials = self.exchange(client, &code, &pending.verifier).await?;
        client.person(credentials).await
    }

    async fn exchange(
        &self,
        client: &Client,
        code: &str,
        verifier: &str,
    ) -> Result<Credentials, OAuth2Error> {
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.redirect_uri(client))
            .append_pair("client_id", &client.id)
            .append_pair("client_secret", &client.secret)
            .append_pair("code_verifier", verifier)
            .finish();
        Credentials::read(&http::post(client.provider.token_url(), form).await?)
    }
}

impl Client {
    async fn person(&self, credentials: Credentials) -> Result<Auth, OAuth2Error> {
        let token = credentials.token.as_str();
        let raw = http::get(self.provider.user_url(), token).await?;
        let (uid, mut person) =
            self.provider.person(&raw).ok_or(OAuth2Error::Answer("the user has no id".into()))?;
        if let (Some(url), None) = (self.provider.emails_url(), &person.email) {
            person.email = answer::verified_email(&http::get(url, token).await?);
        }
        Ok(Auth { provider: self.name.clone(), uid, person, credentials, raw })
    }
}

/// 256 random bits, as state and as verifier.
fn secret_text() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}
