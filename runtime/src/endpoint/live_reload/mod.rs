//! Files change; the pages that show them come in by a stream, and are told to load again.

mod pattern;
mod watching;

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use memchr::memmem;
use serde::Serialize;
use tokio::sync::watch;

use crate::conn::Event;
use crate::token::random;
use crate::{Body, Conn, Result};

use pattern::Pattern;
pub(super) use watching::start;

/// Where pages hear of changes; the script lies beside it.
const PATH: &str = "/bennu/live_reload";

/// How soon a page asks for the server again while that is being built.
const RETRY: Duration = Duration::from_millis(300);

/// Pages that load themselves again while an application is being developed: `Config::live_reload`.
///
/// A changed style sheet is exchanged in the open page. Any other file that changes loads the page again, and so does a server that was
/// started anew, which is what a change of Rust code or of an embedded template ends with: let `cargo watch -x run`, or the editor,
/// build and start it. What is watched are the directories of [static files](crate::Endpoint::static_files) and what
/// [`pattern`](Self::pattern) adds. [`Config::from_env`](super::Config::from_env) turns it on in debug builds; `LIVE_RELOAD=false`
/// turns it off.
///
/// The script gets into every HTML page in front of its last `</body>`, with the nonce of its content security policy where that
/// names one. Pages in windows that nobody sees ask when they are seen again.
///
/// ```
/// use bennu::endpoint::{Config, LiveReload};
///
/// let mut config = Config::default();
/// if cfg!(debug_assertions) {
///     config.live_reload = Some(LiveReload::new().pattern("content/**/*.md"));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct LiveReload {
    patterns: Vec<Pattern>,
    version: watch::Sender<Version>,
}

/// How often files have changed. A page that knows another version than the server has is out of date.
#[derive(Clone, Copy, Debug, Serialize)]
struct Version {
    /// Different in each process, since all pages of an earlier one are out of date. Scripts read 32 bits exactly.
    server: u32,
    pages: u32,
    styles: u32,
}

impl LiveReload {
    /// Watches the directories of static files.
    pub fn new() -> Self {
        let version = Version { server: u32::from_ne_bytes(random()), pages: 0, styles: 0 };
        Self { patterns: Vec::new(), version: watch::Sender::new(version) }
    }

    /// Watches further files: `*` stands for any part of a name, `**` for any folders between, and names that begin with a dot are
    /// left out. The pattern begins where the program runs, and everything below its first folder without `*` is looked at:
    /// `content/**/*.md` rather than `**/*.md`, which would watch what cargo builds as well.
    ///
    /// # Panics
    /// Where it is no pattern, such as `a***b`: a mistake in the program.
    #[track_caller]
    pub fn pattern(mut self, pattern: &str) -> Self {
        match Pattern::parse(pattern) {
            Ok(parsed) => self.patterns.push(parsed),
            Err(error) => panic!("`{pattern}` is no pattern of files: {error}"),
        }
        self
    }

    /// Tells the page of changes if that is what the request asks for, else gives it the script that asks.
    pub(super) fn meet<S: 'static>(&self, conn: &mut Conn<S>) -> Result {
        let mut version = self.version.subscribe();
        if conn.path() == PATH {
            conn.halt();
            return conn.send_events(|mut events| async move {
                loop {
                    let event = Event::json(&*version.borrow_and_update())?;
                    events.send(event.retry(RETRY)).await?;
                    version.changed().await?;
                }
            });
        }
        // What changes from here on is not in the page for certain.
        let version = *version.borrow();
        conn.register_before_send(move |conn| put_script(conn, version));
        Ok(())
    }
}

impl Default for LiveReload {
    fn default() -> Self {
        Self::new()
    }
}

fn put_script<S: 'static>(conn: &mut Conn<S>, version: Version) {
    let headers = conn.resp_headers();
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    if !content_type.starts_with(b"text/html") || headers.contains_key(CONTENT_ENCODING) {
        return;
    }
    let Some(page) = conn.resp_body().and_then(Body::as_bytes) else { return };
    let Some(end) = memmem::rfind(page, b"</body>") else { return };
    let script = script(version, nonce(headers));
    let page = Bytes::from([&page[..end], script.as_bytes(), &page[end..]].concat());
    conn.put_resp_body(page);
}

fn script(version: Version, nonce: &str) -> String {
    let Version { server, pages, styles } = version;
    format!(
        r#"<script type="module" nonce="{nonce}" src="{PATH}.js?server={server}&amp;pages={pages}&amp;styles={styles}"></script>"#
    )
}

/// The nonce that lets scripts run; none where the policy names none.
fn nonce(headers: &HeaderMap) -> &str {
    let policy = headers.get(CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let quoted = policy.and_then(|policy| policy.split("'nonce-").nth(1)).unwrap_or_default();
    let nonce = quoted.split('\'').next().unwrap_or_default();
    let is_nonce = nonce.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte));
    if is_nonce { nonce } else { "" }
}
