//! The values of a session come in by name and go out again, for as long as its cookie lasts.

use std::time::Duration;

use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Conn, cookies, csrf};
use crate::Result;
use crate::endpoint::{Config, Shared};
use crate::token::{self, Key, SealingKey, TokenError};

/// Longest `set-cookie` that browsers are sure to keep, in bytes.
pub(super) const LONGEST_COOKIE: usize = 4096;

/// Under which key a session says whose it is.
const LIVE_SOCKET_ID: &str = "live_socket_id";

/// What is kept between the requests of one browser: a few values by name, in a cookie that the client cannot change, and cannot
/// read either where [`SessionOptions::encrypt`](crate::endpoint::SessionOptions::encrypt) is set.
///
/// ```
/// use bennu::conn::Session;
///
/// let mut session = Session::default();
/// session.put("user_id", &7).unwrap();
/// assert_eq!(session.get::<i64>("user_id"), Some(7));
/// assert_eq!(session.get::<i64>("other"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Session(Map<String, Value>);

/// What happened to the session in this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Kept,
    Written,
    /// Written under a new id, where it has one.
    Renewed,
    /// The cookie goes, whatever was put.
    Dropped,
    /// The cookie stays as it came, whatever was put.
    Ignored,
}

/// How the session gets into its cookie and out again.
#[derive(Debug)]
pub(crate) enum SessionKey {
    Signed(Key),
    Encrypted(SealingKey),
}

impl SessionKey {
    pub(crate) fn new(config: &Config) -> Self {
        let (secret, options) = (&config.secret_key_base, &config.session);
        if options.encrypt {
            Self::Encrypted(secret.sealing_key(&options.salt))
        } else {
            Self::Signed(secret.key(&options.salt))
        }
    }

    pub(super) fn write(&self, session: &Session, now: u64) -> String {
        match self {
            Self::Signed(key) => key.sign_at(session, now),
            Self::Encrypted(key) => key.seal_at(session, now),
        }
    }

    fn read(&self, token: &str, max_age: Option<Duration>) -> Result<Map<String, Value>, TokenError> {
        match self {
            Self::Signed(key) => key.verify(token, max_age),
            Self::Encrypted(key) => key.open_at(token, max_age, token::now()),
        }
    }
}

impl Session {
    /// The session that is whole in the cookies of a request. A cookie that was tampered with, has expired, was signed with another
    /// secret or is too long counts as absent: the session is empty, and the log says why at level debug.
    pub(super) fn from_headers<S>(headers: &HeaderMap, shared: &Shared<S>) -> Self {
        let options = &shared.config.session;
        let Some(token) = cookies::find(headers, &options.name) else { return Self::default() };
        if token.len() > LONGEST_COOKIE {
            tracing::debug!(target: "bennu::endpoint", bytes = token.len(), "session cookie ignored: it is too long");
            return Self::default();
        }
        match shared.session_key.read(token, options.max_age) {
            Ok(values) => Self(values),
            Err(error) => {
                tracing::debug!(target: "bennu::endpoint", %error, "session cookie ignored");
                Self::default()
            }
        }
    }

    /// The value under `key`, where it is there and is a `T`.
    #[must_use]
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        T::deserialize(self.0.get(key)?).ok()
    }

    /// Puts `value` under `key`.
    ///
    /// # Errors
    /// Where `value` has no JSON form.
    pub fn put(&mut self, key: &str, value: &(impl Serialize + ?Sized)) -> Result {
        self.0.insert(key.to_owned(), serde_json::to_value(value)?);
        Ok(())
    }

    /// Removes the value under `key`; returns whether there was one.
    pub fn delete(&mut self, key: &str) -> bool {
        self.0.shift_remove(key).is_some()
    }

    /// Whose session it is, where somebody [said so](crate::Conn::put_live_socket_id).
    #[must_use]
    pub fn live_socket_id(&self) -> Option<&str> {
        self.0.get(LIVE_SOCKET_ID)?.as_str()
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it by name, for pages that show it to developers.
    pub(crate) fn values(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Whether `masked` is a CSRF token of this session, as pages and the `x-csrf-token` header carry it.
    #[must_use]
    pub fn has_csrf_token(&self, masked: &str) -> bool {
        csrf::matches(self, masked)
    }
}

impl<S: 'static> Conn<S> {
    /// The session. It is read from its cookie when somebody first asks for it; one that the server [keeps](crate::session) is read by
    /// [`fetch_session`](crate::plug::fetch_session).
    #[must_use]
    pub fn session(&self) -> &Session {
        self.session.get_or_init(|| self.unfetched_session())
    }

    /// The session's value under `key`, where it is there and is a `T`.
    #[must_use]
    pub fn get_session<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.session().get(key)
    }

    /// Puts `value` under `key`. The cookie is written when the response leaves.
    pub fn put_session(&mut self, key: &str, value: impl Serialize) -> &mut Self {
        if let Err(error) = self.change_session(|session| session.put(key, &value)) {
            self.fail(error);
        }
        self
    }

    /// Says whose session it is, such as `users:7`: under `live_socket_id`, as in Phoenix. By it, [`Shared::disconnect`] closes
    /// the sockets of that person, and [`Shared::end_sessions`] ends the sessions as well.
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn sign_in(conn: &mut Conn<()>, user: i64) -> Result {
    ///     conn.renew_session().put_session("user_id", user).put_live_socket_id(format!("users:{user}")).redirect("/")
    /// }
    ///
    /// async fn sign_out_everywhere(conn: &mut Conn<()>, user: i64) -> Result {
    ///     conn.shared().end_sessions(&format!("users:{user}")).await?;
    ///     conn.drop_session().redirect("/")
    /// }
    /// ```
    pub fn put_live_socket_id(&mut self, id: impl Into<String>) -> &mut Self {
        self.put_session(LIVE_SOCKET_ID, id.into())
    }

    /// Removes the value under `key`.
    pub fn delete_session(&mut self, key: &str) -> &mut Self {
        if self.session().0.contains_key(key) {
            self.change_session(|session| session.delete(key));
        }
        self
    }

    /// Removes all values; the cookie goes with them.
    ///
    /// Where the cookie is the session, a copy that somebody made of an old one stays readable until it expires; a session that the
    /// server [keeps](crate::session) is over at once.
    pub fn clear_session(&mut self) -> &mut Self {
        self.change_session(|session| session.0.clear());
        self.csrf.take();
        self
    }

    /// Writes the session's cookie anew, with a CSRF token that is new, too. Do it where somebody signs in or out: forms of before
    /// do not count any more, and the session's age starts again. One that the server [keeps](crate::session) gets a new id, and the
    /// old one ends.
    pub fn renew_session(&mut self) -> &mut Self {
        self.delete_csrf_token();
        self.change_session(|_| ());
        if self.session_change == Change::Written {
            self.session_change = Change::Renewed;
        }
        self
    }

    /// Ends the session with this response, whatever is put into it before or after: the cookie goes.
    pub fn drop_session(&mut self) -> &mut Self {
        self.session_change = Change::Dropped;
        self
    }

    /// Leaves the cookie as it came, whatever is put into the session before or after in this request.
    pub fn ignore_session_changes(&mut self) -> &mut Self {
        self.session_change = Change::Ignored;
        self
    }

    fn change_session<T>(&mut self, change: impl FnOnce(&mut Session) -> T) -> T {
        let _ = self.session();
        if self.session_change == Change::Kept {
            self.session_change = Change::Written;
        }
        change(self.session.get_mut().expect("the session was just read"))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::COOKIE;

    use super::*;

    #[test]
    fn a_cookie_older_than_its_age_counts_as_absent() {
        let mut config = Config::default();
        config.session.max_age = Some(Duration::from_secs(3600));
        let shared = Shared::new((), config);
        let read = |token: String| {
            let cookie = HeaderValue::try_from(format!("_bennu_key={token}")).unwrap();
            Session::from_headers(&HeaderMap::from_iter([(COOKIE, cookie)]), &shared)
        };
        let mut session = Session::default();
        session.put("user_id", &7).unwrap();
        assert_eq!(read(shared.session_key.write(&session, token::now())), session);
        assert!(read(shared.session_key.write(&session, 0)).is_empty());
    }
}
