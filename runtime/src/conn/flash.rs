//! Messages for the next page: put in one request, shown in the next one after a redirect, then gone.

use std::borrow::Cow;
use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::token::{self, Secret, TokenError};

/// Where the session keeps the messages.
const KEY: &str = "flash";
/// How long a message may stay in the cookie through which a LiveView hands it on.
const LIVE_AGE: Duration = Duration::from_secs(60);
const LIVE_COOKIE: &str = "__phoenix_flash__";

/// What kind of message it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlashKind {
    /// Something went well.
    Info,
    /// Something went wrong.
    Error,
    /// A kind of the application's own.
    Other(Cow<'static, str>),
}

impl FlashKind {
    /// Its name: `info`, `error`, or the application's own.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Info => "info",
            Self::Error => "error",
            Self::Other(name) => name,
        }
    }
}

impl From<&'static str> for FlashKind {
    fn from(name: &'static str) -> Self {
        match name {
            "info" => Self::Info,
            "error" => Self::Error,
            name => Self::Other(name.into()),
        }
    }
}

/// The messages for this page, one of a kind.
///
/// ```
/// use bennu::conn::{Flash, FlashKind};
///
/// let mut flash = Flash::default();
/// flash.put(FlashKind::Info, "Saved.");
/// assert_eq!(flash.get(FlashKind::Info), Some("Saved."));
/// assert_eq!(flash.get("error"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flash(Vec<(String, String)>);

impl Flash {
    /// The message of one kind.
    #[must_use]
    pub fn get(&self, kind: impl Into<FlashKind>) -> Option<&str> {
        let kind = kind.into();
        self.iter().find(|(name, _)| *name == kind.as_str()).map(|(_, text)| text)
    }

    /// Puts a message in place of an earlier one of its kind.
    pub fn put(&mut self, kind: impl Into<FlashKind>, text: impl Into<String>) {
        let (kind, text) = (kind.into(), text.into());
        match self.0.iter_mut().find(|(name, _)| *name == kind.as_str()) {
            Some((_, slot)) => *slot = text,
            None => self.0.push((kind.as_str().to_owned(), text)),
        }
    }

    /// Puts all of `other`.
    pub fn merge(&mut self, other: Self) {
        for (name, text) in other.0 {
            self.0.retain(|(old, _)| *old != name);
            self.0.push((name, text));
        }
    }

    /// All messages, each with the name of its kind, in the order in which they were put.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether there is no message.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The messages as a signed text, as a LiveView gives it to the browser before it leaves for another page.
    #[must_use]
    pub fn sign(&self, secret: &Secret) -> String {
        token::sign(secret, KEY, self)
    }

    /// The messages of a text that [`sign`](Self::sign) made at most a minute ago.
    ///
    /// # Errors
    /// [`TokenError`] where it is older, or was not made so.
    pub fn verify(secret: &Secret, token: &str) -> Result<Self, TokenError> {
        token::verify(secret, KEY, token, LIVE_AGE)
    }
}

impl super::Session {
    /// The messages that the next page will show.
    #[must_use]
    pub fn flash(&self) -> Flash {
        self.get(KEY).unwrap_or_default()
    }
}

impl<S: 'static> Conn<S> {
    /// The messages for this page: those put before the redirect that led here, and those put in this request.
    #[must_use]
    pub fn flash(&self) -> &Flash {
        self.flash.get_or_init(|| self.session().flash())
    }

    /// Puts a message, which the page of this response shows, or the next one if this response is a redirect.
    ///
    /// ```
    /// use bennu::conn::FlashKind::Info;
    /// use bennu::{Conn, Result};
    ///
    /// async fn delete(conn: &mut Conn<()>) -> Result {
    ///     conn.put_flash(Info, "Deleted.").redirect("/messages")
    /// }
    /// ```
    pub fn put_flash(&mut self, kind: impl Into<FlashKind>, text: impl Into<String>) -> &mut Self {
        self.flash_mut().put(kind, text);
        self
    }

    /// Puts all messages of `other`, in place of those of their kinds.
    pub fn merge_flash(&mut self, other: Flash) -> &mut Self {
        self.flash_mut().merge(other);
        self
    }

    /// Removes all messages.
    pub fn clear_flash(&mut self) -> &mut Self {
        *self.flash_mut() = Flash::default();
        self
    }

    fn flash_mut(&mut self) -> &mut Flash {
        let _ = self.flash();
        self.flash.get_mut().expect("the flash was just read")
    }

    /// Takes over what a LiveView left in its cookie before it went to this page.
    pub(crate) fn merge_live_flash(&mut self) {
        let Some(token) = self.cookie(LIVE_COOKIE) else { return };
        match Flash::verify(self.shared.secret(), token) {
            Ok(live) => self.flash_mut().merge(live),
            Err(error) => tracing::debug!(target: "bennu::endpoint", %error, "flash cookie ignored"),
        }
        self.delete_resp_cookie(LIVE_COOKIE);
    }

    /// Hands the messages on over a redirect; otherwise this page was the one to show them.
    pub(super) fn write_flash(&mut self) {
        let Some(flash) = self.flash.take() else { return };
        let redirects = self.response.status.is_some_and(|status| {
            (StatusCode::MULTIPLE_CHOICES..=StatusCode::PERMANENT_REDIRECT).contains(&status)
        });
        if redirects && !flash.is_empty() {
            self.put_session(KEY, &flash);
        } else {
            self.delete_session(KEY);
        }
    }
}
