//! A session comes in, the token that its forms carry goes out: masked anew for every page, so that compression does not leak it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use http::Method;
use http::header::CONTENT_TYPE;

use super::{Conn, Session};
use crate::token::{passing, random, same};
use crate::{Error, Result};

/// Bytes of a token without its mask.
const LENGTH: usize = 18;
/// Where the session keeps the token.
const KEY: &str = "_csrf_token";
/// What browsers run.
const SCRIPTS: [&str; 4] =
    ["text/javascript", "application/javascript", "application/x-javascript", "application/ecmascript"];

/// This request's token.
pub(super) struct Token {
    masked: String,
    /// The text for the session, where the session had none.
    new: Option<String>,
}

impl Token {
    fn of(session: &Session) -> Self {
        let (raw, new) = match kept(session) {
            Some(raw) => (raw, None),
            None => {
                let raw = random::<LENGTH>();
                (raw, Some(URL_SAFE_NO_PAD.encode(raw)))
            }
        };
        Self { masked: mask(&raw), new }
    }
}

fn kept(session: &Session) -> Option<[u8; LENGTH]> {
    decode(&session.get::<String>(KEY)?)
}

fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
    (length == N).then_some(bytes)
}

/// A random mask, and the token under it.
fn mask(raw: &[u8; LENGTH]) -> String {
    let mut bytes = [0; 2 * LENGTH];
    let (pad, covered) = bytes.split_at_mut(LENGTH);
    pad.copy_from_slice(&passing::<LENGTH>());
    for at in 0..LENGTH {
        covered[at] = pad[at] ^ raw[at];
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether `masked` covers the session's token.
pub(super) fn matches(session: &Session, masked: &str) -> bool {
    let (Some(raw), Some(bytes)) = (kept(session), decode::<{ 2 * LENGTH }>(masked)) else { return false };
    let (pad, covered) = bytes.split_at(LENGTH);
    let given: [u8; LENGTH] = std::array::from_fn(|at| pad[at] ^ covered[at]);
    same(&given, &raw)
}

impl<S: 'static> Conn<S> {
    /// The token that forms of this page carry as `_csrf_token`, and scripts send as the `x-csrf-token` header.
    ///
    /// A session without one gets one when the response leaves.
    #[must_use]
    pub fn csrf_token(&self) -> &str {
        &self.csrf.get_or_init(|| Token::of(self.session())).masked
    }

    /// Forgets the session's token: forms of earlier pages are not accepted any more. Do it where somebody signs in or out.
    pub fn delete_csrf_token(&mut self) -> &mut Self {
        self.csrf.take();
        self.delete_session(KEY)
    }

    /// The token for templates, in pipelines that check it.
    pub(crate) fn template_csrf_token(&self) -> Option<&str> {
        self.csrf_protected.then(|| self.csrf_token())
    }

    pub(crate) fn mark_csrf_protected(&mut self) {
        self.csrf_protected = true;
    }

    /// Refuses to answer another site's `<script>` with a script that may say something of this session.
    pub(super) fn check_script(&self) -> Result {
        let content_type = self.response.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim_ascii();
        let is_script = SCRIPTS.iter().any(|script| essence.eq_ignore_ascii_case(script));
        if !self.csrf_protected
            || !is_script
            || self.request.method != Method::GET
            || self.req_header("sec-fetch-site") == Some("same-origin")
            || self.req_header("x-requested-with") == Some("XMLHttpRequest")
        {
            return Ok(());
        }
        Err(Error::forbidden(
            "pages of other sites may not include this script; request it with `x-requested-with: XMLHttpRequest`",
        ))
    }

    /// Gives the session the token that this response carries.
    pub(super) fn write_csrf_token(&mut self) {
        if let Some(new) = self.csrf.get_mut().and_then(|token| token.new.take()) {
            self.put_session(KEY, new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session_with(token: &mut Token) -> Session {
        let mut session = Session::default();
        session.put(KEY, &token.new.take().unwrap()).unwrap();
        session
    }

    #[test]
    fn every_mask_of_the_same_token_matches_and_no_two_are_the_same() {
        let mut first = Token::of(&Session::default());
        let session = session_with(&mut first);
        let second = Token::of(&session);
        assert!(second.new.is_none());
        assert_ne!(first.masked, second.masked);
        assert!(matches(&session, &first.masked) && matches(&session, &second.masked));
    }

    #[test]
    fn nothing_else_matches() {
        let mut token = Token::of(&Session::default());
        let session = session_with(&mut token);
        let other = Token::of(&Session::default());
        let unmasked: String = session.get(KEY).unwrap();
        for text in ["", "x", &other.masked, &unmasked, &token.masked[1..], &format!("{}A", token.masked)] {
            assert!(!matches(&session, text), "{text}");
        }
        assert!(!matches(&Session::default(), &token.masked));
    }
}
