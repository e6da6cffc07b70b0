//! Joins of `lv:` topics come in; what may join becomes a view's task, the rest is told why not.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::Session;
use super::channel::Visit;
use super::place::{Place, resolve};
use super::token::{SessionToken, StaticToken};
use crate::conn::Flash;
use crate::endpoint::{Shared, is_current};
use crate::router::Router;
use crate::socket::{Joining, Mailbox, Payload, Seat, Topics};

/// Who is at the other end of a connection, as its session and its CSRF token have proved.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) session: Arc<Session>,
    /// The masked token of the page that connects.
    pub(crate) csrf_token: Arc<str>,
}

/// The topics of an application's LiveViews.
pub(crate) struct LiveTopics<R: Router> {
    shared: Arc<Shared<R::State>>,
    visitor: Option<Visitor>,
}

impl<R: Router> LiveTopics<R> {
    /// Without a visitor, every join is stale: the client loads the page again and gets a new session.
    pub(crate) fn new(shared: Arc<Shared<R::State>>, visitor: Option<Visitor>) -> Self {
        Self { shared, visitor }
    }
}

/// What a client sends to join a view.
#[derive(Deserialize)]
struct Request {
    /// Where the page was loaded from.
    url: Option<String>,
    /// Where the browser navigates to, over a connection that it has.
    redirect: Option<String>,
    #[serde(default)]
    params: Value,
    session: String,
    #[serde(rename = "static")]
    statics: Option<String>,
    flash: Option<String>,
}

/// Why a join is refused. Either way the client loads the page at its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// What the page knows is too old, or not from here.
    Stale,
    /// The view is not the one that belongs there.
    Unauthorized,
}

impl Refusal {
    fn response(self) -> String {
        match self {
            Self::Stale => r#"{"reason":"stale"}"#,
            Self::Unauthorized => r#"{"reason":"unauthorized"}"#,
        }
        .to_owned()
    }
}

impl<R: Router> Topics for LiveTopics<R> {
    fn join(&self, topic: &str, payload: Payload, seat: Seat, mailbox: Mailbox) -> Joining {
        let Some(id) = topic.strip_prefix("lv:") else { return Joining::Unmatched };
        match self.visit(id, payload, seat) {
            Ok(visit) => Joining::Accepted(visit.place.view.run(visit, mailbox)),
            Err(refusal) => {
                tracing::debug!(target: "bennu::live", topic, ?refusal, "join refused");
                Joining::Refused(refusal.response())
            }
        }
    }
}

impl<R: Router> LiveTopics<R> {
    fn visit(&self, id: &str, payload: Payload, seat: Seat) -> Result<Visit<R::State>, Refusal> {
        let visitor = self.visitor.clone().ok_or(Refusal::Stale)?;
        let request = Request::deserialize(payload.into_json()).map_err(|_| Refusal::Stale)?;
        let session = SessionToken::verify(self.shared.secret(), &request.session).ok_or(Refusal::Stale)?;
        let statics = match &request.statics {
            Some(token) => Some(StaticToken::verify(self.shared.secret(), token).ok_or(Refusal::Stale)?),
            None => None,
        };
        if session.id != id || statics.as_ref().is_some_and(|statics| statics.id != id) {
            return Err(Refusal::Stale);
        }
        let place = place::<R>(&request, &session)?;
        let flash = self.flash(&request, statics);
        Ok(Visit {
            seat,
            shared: Arc::clone(&self.shared),
            visitor,
            id: session.id,
            place,
            navigated: request.redirect.is_some(),
            static_changed: static_changed(&request.params),
            flash,
            resolve: resolve::<R>,
        })
    }

    /// The flash that a navigation brought, else the one that the page was loaded with, which is shown once.
    fn flash(&self, request: &Request, statics: Option<StaticToken>) -> Flash {
        if let Some(token) = &request.flash {
            return Flash::verify(self.shared.secret(), token).unwrap_or_default();
        }
        let first = request.params.get("_mounts").and_then(Value::as_u64) == Some(0);
        match statics {
            Some(statics) if first && request.redirect.is_none() => statics.flash,
            _ => Flash::default(),
        }
    }
}

/// Whether a page says that it has loaded what is not the newest any more: what it marked by `phx-track-static`.
fn static_changed(params: &Value) -> bool {
    let tracked = params.get("_track_static").and_then(Value::as_array);
    tracked.into_iter().flatten().filter_map(Value::as_str).any(|url| !is_current(url))
}

/// The view at the address that joins. A page joins as the view that it was rendered as; a navigation as any of the same live
/// session.
fn place<R: Router>(request: &Request, session: &SessionToken) -> Result<Place<R::State>, Refusal> {
    let url = request.redirect.as_ref().or(request.url.as_ref()).ok_or(Refusal::Stale)?;
    let place = resolve::<R>(url).ok_or(Refusal::Unauthorized)?;
    let is_same_view = request.redirect.is_some() || place.view.name() == session.view;
    if !is_same_view || place.view.group() != session.group {
        return Err(Refusal::Unauthorized);
    }
    Ok(place)
}
