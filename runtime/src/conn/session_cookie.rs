//! The session cookie of a request comes in, the session goes out; what changed in it goes back into the cookie or its store.

use std::time::Duration;

use cookie::Cookie;
use http::HeaderMap;

use super::session::{Change, LONGEST_COOKIE, Session};
use super::{Conn, cookies};
use crate::endpoint::Shared;
use crate::session::{AnyStore, Kept, SessionId};
use crate::{Error, Result, token};

/// How long a store keeps a session that does not say it, since it last changed: 14 days.
const DEFAULT_AGE: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// The session of a request's cookies, and by what its store knows it. One that is unknown, has expired or was tampered with counts
/// as absent.
///
/// # Errors
/// Those of the store.
pub(crate) async fn load_session<S>(
    headers: &HeaderMap,
    shared: &Shared<S>,
) -> Result<(Session, Option<SessionId>)> {
    let options = &shared.config.session;
    let Some(store) = &options.store else { return Ok((Session::from_headers(headers, shared), None)) };
    let Some(id) = cookies::find(headers, &options.name).and_then(SessionId::of_cookie) else {
        return Ok((Session::default(), None));
    };
    let session = match store.get_boxed(&id).await? {
        Some(data) => serde_json::from_str(&data).map_err(|error| error.to_string()),
        None => Err("the store has no such session".to_owned()),
    };
    match session {
        Ok(session) => Ok((session, Some(id))),
        Err(reason) => {
            tracing::debug!(target: "bennu::endpoint", reason, "session cookie ignored");
            Ok((Session::default(), None))
        }
    }
}

/// Keeps a session under `id`, or under a new one where there is none; gives the value of its cookie where that changed. Where the
/// session ended meanwhile, `id` is none afterwards.
///
/// # Errors
/// Those of the store, and 500 for a session that is too long.
pub(crate) async fn save_session<S>(
    session: &Session,
    id: &mut Option<SessionId>,
    shared: &Shared<S>,
) -> Result<Option<String>> {
    let options = &shared.config.session;
    let Some(store) = &options.store else {
        return Ok(Some(shared.session_key.write(session, token::now())));
    };
    let data = serde_json::to_string(session)?;
    if data.len() > options.max_bytes {
        let (length, most) = (data.len(), options.max_bytes);
        return Err(Error::internal(format!("the session is too long: {length} bytes of at most {most}")));
    }
    let max_age = options.max_age.unwrap_or(DEFAULT_AGE);
    let kept = Kept { data: &data, owner: session.live_socket_id(), max_age };
    if let Some(known) = id {
        if !store.update_boxed(known, kept).await? {
            *id = None;
        }
        return Ok(None);
    }
    let (value, new) = SessionId::generate();
    store.insert_boxed(&new, kept).await?;
    *id = Some(new);
    Ok(Some(value))
}

impl<S: 'static> Conn<S> {
    /// Reads the session, wherever it lies.
    pub(crate) async fn fetch_session(&mut self) -> Result {
        if self.session.get().is_none() {
            let (session, id) = load_session(&self.request.headers, &self.shared).await?;
            self.session_id = id;
            // It was empty a moment ago, and nobody else has the conn.
            let _ = self.session.set(session);
        }
        Ok(())
    }

    /// The session of a request that did not fetch it: what is in the cookie, or nothing where the cookie leads to a store.
    pub(super) fn unfetched_session(&self) -> Session {
        let options = &self.shared.config.session;
        if options.store.is_none() {
            return Session::from_headers(&self.request.headers, &self.shared);
        }
        if self.cookie(&options.name).is_some() {
            let _ = self.session_missed.set(());
        }
        Session::default()
    }

    /// Puts a changed session into its cookie or its store.
    pub(super) async fn write_session(&mut self) -> Result {
        if self.session_missed.get().is_some() {
            return Err(Error::internal(
                "the session lies in a store and was not fetched; put `plug fetch_session` into the pipeline",
            ));
        }
        let change = std::mem::replace(&mut self.session_change, Change::Kept);
        if matches!(change, Change::Kept | Change::Ignored) {
            return Ok(());
        }
        let shared = std::sync::Arc::clone(&self.shared);
        let options = &shared.config.session;
        let ends = change == Change::Dropped || self.session().is_empty();
        if let (Some(store), true) = (&options.store, ends || change == Change::Renewed) {
            self.end_session(&**store).await?;
        }
        if ends {
            self.forget_session_cookie();
            return Ok(());
        }
        let mut id = self.session_id.take();
        let was_known = id.is_some();
        let value = match save_session(self.session(), &mut id, &shared).await? {
            Some(value) => value,
            // It ended in another request meanwhile, and stays so.
            None if id.is_none() => {
                self.forget_session_cookie();
                return Ok(());
            }
            None => self.cookie(&options.name).unwrap_or_default().to_owned(),
        };
        self.session_id = id;
        // A kept session's cookie says the same as before, but for how long it lasts.
        if was_known && options.max_age.is_none() {
            return Ok(());
        }
        let mut cookie = self.session_cookie(options.name.clone(), value);
        cookies::meet_prefix(&mut cookie)?;
        let length = cookie.to_string().len();
        if length > LONGEST_COOKIE {
            return Err(Error::internal(format!(
                "the session does not fit into a cookie: {length} bytes of at most {LONGEST_COOKIE}"
            )));
        }
        self.response.cookies.push(cookie);
        Ok(())
    }

    /// Ends the session in its store; one that was dropped without ever being looked at, too.
    async fn end_session(&mut self, store: &dyn AnyStore) -> Result {
        let name = &self.shared.config.session.name;
        let id = self.session_id.take().or_else(|| self.cookie(name).and_then(SessionId::of_cookie));
        match id {
            Some(id) => store.delete_boxed(&id).await,
            None => Ok(()),
        }
    }

    fn forget_session_cookie(&mut self) {
        let name = self.shared.config.session.name.clone();
        if self.cookie(&name).is_some() {
            let cookie = self.session_cookie(name, String::new());
            self.response.cookies.push(cookies::expired(cookie));
        }
    }

    fn session_cookie(&self, name: String, value: String) -> Cookie<'static> {
        let options = &self.shared.config.session;
        let mut cookie = Cookie::build((name, value))
            .path(options.path.clone())
            .http_only(options.http_only)
            .same_site(options.same_site)
            .build();
        if options.secure {
            cookie.set_secure(true);
        }
        if let Some(domain) = &options.domain {
            cookie.set_domain(domain.clone());
        }
        if let Some(max_age) = options.max_age {
            cookie.set_max_age(time::Duration::try_from(max_age).unwrap_or(time::Duration::MAX));
        }
        cookie
    }
}
