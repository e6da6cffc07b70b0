//! The signed texts that a page hands to the view that joins from it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::conn::Flash;
use crate::token::{Secret, sign, verify};

/// How long a page may be open before its view can join no more: 14 days.
const MAX_AGE: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// How long an error status travels from one page to the next at most.
const TRIP: Duration = Duration::from_secs(60);

const SESSION: &str = "live session";
const STATIC: &str = "live static";
const RELOAD: &str = "live reload";

/// What the tokens hold has this version; pages with tokens of another one are loaded again.
const VERSION: u8 = 2;

/// Which view an element is, and in which group of views it may navigate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionToken {
    version: u8,
    pub(crate) id: String,
    pub(crate) view: String,
    /// The live session of the route.
    pub(crate) group: String,
}

impl SessionToken {
    pub(crate) fn new(id: &str, view: &str, group: &str) -> Self {
        Self { version: VERSION, id: id.to_owned(), view: view.to_owned(), group: group.to_owned() }
    }

    pub(crate) fn sign(&self, secret: &Secret) -> String {
        sign(secret, SESSION, self)
    }

    pub(crate) fn verify(secret: &Secret, token: &str) -> Option<Self> {
        verify::<Self>(secret, SESSION, token, MAX_AGE).ok().filter(|token| token.version == VERSION)
    }
}

/// What the page already knew when it was rendered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StaticToken {
    pub(crate) id: String,
    #[serde(default, skip_serializing_if = "Flash::is_empty")]
    pub(crate) flash: Flash,
}

impl StaticToken {
    pub(crate) fn sign(&self, secret: &Secret) -> String {
        sign(secret, STATIC, self)
    }

    pub(crate) fn verify(secret: &Secret, token: &str) -> Option<Self> {
        verify(secret, STATIC, token, MAX_AGE).ok()
    }
}

/// The flash on its way through the browser to the next view or page; none where there is nothing to say.
pub(crate) fn sign_flash(secret: &Secret, flash: &Flash) -> Option<String> {
    (!flash.is_empty()).then(|| flash.sign(secret))
}

/// The status with which `mount` of the view failed, for the page that is loaded because of it.
pub(crate) fn sign_reload(secret: &Secret, view: &str, status: u16) -> String {
    sign(secret, RELOAD, &(view, status))
}

/// The status that [`sign_reload`] sent less than a minute ago for this same view.
pub(crate) fn verify_reload(secret: &Secret, view: &str, token: &str) -> Option<u16> {
    let (failed, status) = verify::<(String, u16)>(secret, RELOAD, token, TRIP).ok()?;
    (failed == view).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_token_never_passes_for_another() {
        let secret = Secret::random();
        let session = SessionToken::new("phx-1", "CounterLive", "default");
        let token = session.sign(&secret);
        assert_eq!(SessionToken::verify(&secret, &token), Some(session));
        assert_eq!(StaticToken::verify(&secret, &token), None);
        assert_eq!(SessionToken::verify(&Secret::random(), &token), None);
        assert_eq!(SessionToken::verify(&secret, ""), None);
    }

    #[test]
    fn a_reload_belongs_to_one_view() {
        let secret = Secret::random();
        let token = sign_reload(&secret, "A", 404);
        assert_eq!(verify_reload(&secret, "A", &token), Some(404));
        assert_eq!(verify_reload(&secret, "B", &token), None);
    }
}
