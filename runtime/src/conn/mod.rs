//! One request and its response, on their way through plugs and handler.
//!
#![doc = include_str!("../../docs/conn.md")]

mod assigns;
mod cookies;
mod csp;
mod csrf;
mod events;
mod finish;
mod flash;
mod formats;
mod forward;
mod layout;
mod locale;
mod page_title;
mod params;
mod request;
mod respond;
mod sealed_cookies;
mod send_file;
mod session;
mod session_cookie;
mod status;
mod stream;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cookie::Cookie;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::endpoint::{Caller, Reader, Shared};
use crate::plug::AnyFallback;
use crate::router::{Match, Route};
use crate::session::SessionId;
use crate::token::Secret;
use crate::{Body, Error, Upload};

pub(crate) use respond::escape;

pub use events::{Event, Events};
pub use flash::{Flash, FlashKind};
pub use formats::{Formats, Template, template};
pub use layout::Layout;
pub use send_file::Download;
pub use session::Session;
pub use status::IntoStatus;
pub use stream::Chunks;

pub(crate) use assigns::Assigns;
pub(crate) use forward::split_rest;
pub(crate) use params::captured;
pub(crate) use respond::is_local;
pub(crate) use session::SessionKey;
pub(crate) use session_cookie::{load_session, save_session};

/// A request and the response to it.
///
/// It is borrowed from plug to plug to handler, so that an error returned with `?` still meets its session, cookies, flash and
/// assigns. Setters chain; what sends a response ([`text`](Self::text), [`json`](Self::json), [`redirect`](Self::redirect)…) ends
/// the chain with a `Result`. A setter that is given something impossible (a header with a line break) is remembered, and what
/// sends returns the error.
///
/// ```
/// use bennu::{Conn, Result};
///
/// async fn create(conn: &mut Conn<()>) -> Result {
///     conn.put_status(201).put_resp_header("x-kind", "message").text("made")
/// }
/// ```
pub struct Conn<S: 'static> {
    request: http::request::Parts,
    body: Body,
    /// Where the body is read piece by piece.
    reader: Option<Reader>,
    shared: Arc<Shared<S>>,
    caller: Caller,
    params: params::Sent,
    script_name: String,
    route: Option<&'static Route>,
    matched: Option<Match>,
    response: Response,
    assigns: Assigns,
    session: OnceLock<Session>,
    session_change: session::Change,
    /// By what the store knows the session.
    session_id: Option<SessionId>,
    /// Whether somebody asked for a session that lies in a store and was not fetched.
    session_missed: OnceLock<()>,
    flash: OnceLock<Flash>,
    csrf: OnceLock<csrf::Token>,
    csrf_protected: bool,
    csp_nonce: csp::Nonce,
    /// Kept until the request is over.
    uploads: Vec<Upload>,
    fallback: Option<&'static dyn AnyFallback<S>>,
    root_layouts: layout::Layouts<S>,
    layouts: layout::Layouts<S>,
    format: Option<&'static str>,
    halted: bool,
    before_send: Vec<BeforeSend<S>>,
    /// The first mistake of a setter, which has no way to return it. Behind a lock, since an answer is given with a shared conn.
    failure: Mutex<Option<Error>>,
}

/// Headers of a page, which need no more room then: those of the secure browser, of its content, a cookie, and the request's id.
const USUAL_HEADERS: usize = 12;

type BeforeSend<S> = Box<dyn FnOnce(&mut Conn<S>) + Send + Sync>;

/// What goes back.
#[derive(Default)]
struct Response {
    status: Option<StatusCode>,
    headers: HeaderMap,
    cookies: Vec<Cookie<'static>>,
    /// A template may look at its conn while it is rendered, so that the answer comes to a conn that is shared.
    answer: OnceLock<Answer>,
}

/// What was sent.
struct Answer {
    /// Until it is among the headers, where another may stand.
    content_type: Option<HeaderValue>,
    body: Body,
}

impl<S: 'static> Conn<S> {
    /// A conn for `request`, of which the parameters are not read yet.
    pub fn new(request: http::Request<Body>, shared: Arc<Shared<S>>) -> Self {
        let (request, body) = request.into_parts();
        Self {
            request,
            body,
            reader: None,
            shared,
            caller: Caller::default(),
            params: params::Sent::default(),
            script_name: String::new(),
            route: None,
            matched: None,
            response: Response { headers: HeaderMap::with_capacity(USUAL_HEADERS), ..Response::default() },
            assigns: Assigns::default(),
            session: OnceLock::new(),
            session_change: session::Change::Kept,
            session_id: None,
            session_missed: OnceLock::new(),
            flash: OnceLock::new(),
            csrf: OnceLock::new(),
            csrf_protected: false,
            csp_nonce: csp::Nonce::default(),
            uploads: Vec::new(),
            fallback: None,
            root_layouts: layout::Layouts::default(),
            layouts: layout::Layouts::default(),
            format: None,
            halted: false,
            before_send: Vec::new(),
            failure: Mutex::default(),
        }
    }

    /// The application's state.
    #[must_use]
    pub fn state(&self) -> &S {
        &self.shared.state
    }

    /// What this conn shares with all others of its endpoint: the state, the settings, the secret.
    #[must_use]
    pub fn shared(&self) -> &Arc<Shared<S>> {
        &self.shared
    }

    /// Ends the chain of plugs: neither the next one nor the handler runs.
    pub fn halt(&mut self) -> &mut Self {
        self.halted = true;
        self
    }

    /// Whether a plug has ended the chain.
    #[must_use]
    pub fn halted(&self) -> bool {
        self.halted
    }

    /// The format that [`accepts`](crate::plug::accepts) found to be wanted, such as `html` or `json`.
    #[must_use]
    pub fn format(&self) -> Option<&'static str> {
        self.format
    }

    /// Says in which format to answer, error pages included.
    pub fn put_format(&mut self, format: &'static str) -> &mut Self {
        self.format = Some(format);
        self
    }

    /// Keeps the first mistake for whatever sends.
    fn fail(&mut self, error: Error) {
        self.failure.get_mut().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// The first mistake, once.
    fn take_failure(&self) -> Option<Error> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// For [`token::sign`](crate::token::sign) and the like.
impl<S: 'static> AsRef<Secret> for Conn<S> {
    fn as_ref(&self) -> &Secret {
        self.shared.secret()
    }
}

impl<S: 'static> fmt::Debug for Conn<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conn")
            .field("method", &self.request.method)
            .field("path", &self.request.uri.path())
            .field("status", &self.response.status)
            .field("halted", &self.halted)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_send_and_sync_so_that_handlers_may_await_with_it() {
        fn check<T: Send + Sync>() {}
        check::<Conn<()>>();
    }
}
