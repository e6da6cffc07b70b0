//! One connected view: a verified join comes in, then events; answers and diffs go out until it ends.

use std::pin::Pin;
use std::sync::Arc;

use http::Uri;
use serde_json::{Map, Value, json};

use super::join::Visitor;
use super::on_mount::{Hooks, handle_params, mount};
use super::place::{Place, Resolve};
use super::token::sign_reload;
use super::turn::Turn;
use super::view::Events;
use super::{CLIENT_VERSION, LiveRoute, Received, Socket};
use crate::Error;
use crate::component::Fingerprints;
use crate::conn::Flash;
use crate::endpoint::Shared;
use crate::form::Translator;
use crate::socket::{Ending, Letter, Mailbox, Message, Payload, Run, Seat, Status};
use crate::telemetry::{Callback, called};
use crate::token::Secret;

/// A verified join: everything that a view's task needs.
pub(crate) struct Visit<S: 'static> {
    pub(crate) seat: Seat,
    pub(crate) shared: Arc<Shared<S>>,
    pub(crate) visitor: Visitor,
    pub(crate) id: String,
    pub(crate) place: Place<S>,
    /// The browser came here from another view over the same connection.
    pub(crate) navigated: bool,
    /// The page has loaded files that are not the newest ones.
    pub(crate) static_changed: bool,
    pub(crate) flash: Flash,
    pub(crate) resolve: Resolve<S>,
}

/// A mounted view with its client.
pub(super) struct Connected<V: Events> {
    pub(super) view: V,
    pub(super) socket: Socket<V>,
    pub(super) prints: Fingerprints,
    pub(super) seat: Seat,
    pub(super) secret: Secret,
    pub(super) csrf_token: Arc<str>,
    pub(super) route: &'static LiveRoute<V::State>,
    pub(super) uri: Uri,
    pub(super) resolve: Resolve<V::State>,
    pub(super) translator: Option<Arc<dyn Translator>>,
}

/// How a view goes on, or ends.
pub(super) type Step<T = ()> = Result<T, Ending>;

/// The whole life of a `V`.
pub(super) fn run<V: Events, H: Hooks<V::State>>(visit: Visit<V::State>, mailbox: Mailbox) -> Run {
    // Boxed, as callbacks are while they run: an idle view keeps no room for what it does not do.
    let joining = Box::pin(join::<V, H>(visit));
    Box::pin(async move {
        match live(joining, mailbox).await {
            Ok(()) => Ending::Abandoned,
            Err(ending) => ending,
        }
    })
}

async fn live<V: Events>(
    joining: Pin<Box<impl Future<Output = Step<Connected<V>>> + Send>>,
    mut mailbox: Mailbox,
) -> Step {
    let mut connected = joining.await?;
    while let Some(letter) = mailbox.recv().await {
        match letter {
            Letter::Message(message, _weight) => Box::pin(connected.receive(*message)).await?,
            Letter::Leave(reference) => return Err(Ending::Left(reference)),
        }
    }
    Ok(())
}

/// Mounts the view, hands it its address and answers the join with everything that it shows.
async fn join<V: Events, H: Hooks<V::State>>(visit: Visit<V::State>) -> Step<Connected<V>> {
    let Place { view: route, params, uri, script_name } = visit.place;
    let (secret, translator) = (visit.shared.secret().clone(), visit.shared.config.translator.clone());
    let mut socket = Socket::<V>::new(visit.shared, visit.id, true, visit.flash);
    socket.put_place(route.live_action(), script_name);
    socket.put_static_changed(visit.static_changed);
    let mounted = mount::<V, H>(&params, &visit.visitor.session, &mut socket).await;
    let view = mounted.map_err(|error| refuse(&mut socket, error, &secret, route.name()))?;
    let mut connected = Connected {
        view,
        socket,
        prints: Fingerprints::new(),
        seat: visit.seat,
        secret,
        csrf_token: visit.visitor.csrf_token,
        route,
        uri,
        resolve: visit.resolve,
        translator,
    };
    let mut turn = Turn::default();
    if let Err(error) = connected.locate(params, &mut turn).await {
        return Err(refuse(&mut connected.socket, error, &connected.secret, route.name()));
    }
    connected.accept(visit.navigated, turn);
    Ok(connected)
}

/// What a client hears whose view cannot be mounted: where to go instead, or to load the page and see its error.
fn refuse<V: Events>(socket: &mut Socket<V>, error: Option<Error>, secret: &Secret, view: &str) -> Ending {
    match socket.departure(error) {
        Ok(navigation) => {
            let flash = super::token::sign_flash(secret, socket.flashes());
            let mut response = Map::from_iter([(navigation.event().to_owned(), navigation.payload(flash))]);
            let events = std::mem::take(&mut socket.effects.events);
            if !events.is_empty() {
                response.insert("events".into(), events.into());
            }
            Ending::Refused(Value::Object(response).to_string())
        }
        Err(error) if error.status().is_client_error() => {
            tracing::debug!(target: "bennu::live", view, reason = error.to_string(), "mount refused");
            let status = error.status().as_u16();
            let token = sign_reload(secret, view, status);
            Ending::Refused(json!({"reason": "reload", "status": status, "token": token}).to_string())
        }
        Err(error) => {
            tracing::error!(target: "bennu::live", view, ?error, "mount failed");
            Ending::Crashed
        }
    }
}

impl<V: Events> Connected<V> {
    /// Answers the join.
    fn accept(&mut self, navigated: bool, turn: Turn) {
        let rendered = self.render_full();
        let mut response = format!(r#"{{"rendered":{rendered},"liveview_version":"{CLIENT_VERSION}""#);
        if navigated {
            response.push_str(r#","container":["div",{}]"#);
        }
        if let Some(patch) = turn.patched {
            response.push_str(r#","live_patch":"#);
            response.push_str(&patch.to_string());
        }
        response.push('}');
        self.seat.accept(&response);
    }

    async fn receive(&mut self, message: Message) -> Step {
        let reference = message.reference.as_deref();
        let Payload::Json(Value::Object(payload)) = message.payload else {
            return Err(
                self.crash(&Error::bad_request(format!("`{}` came without an object", message.event)))
            );
        };
        match message.event.as_str() {
            "event" => self.event(reference, payload).await,
            "live_patch" => self.live_patch(reference, &payload).await,
            // There are no stateful components that a browser could have dropped.
            "cids_will_destroy" => self.answer(reference, "{}"),
            "cids_destroyed" => self.answer(reference, r#"{"cids":[]}"#),
            other => {
                Err(self.crash(&Error::bad_request(format!("a view does not know the message `{other}`"))))
            }
        }
    }

    async fn event(&mut self, reference: Option<&str>, payload: Map<String, Value>) -> Step {
        // Meant for a component that is not there any more.
        if payload.get("cid").is_some_and(Value::is_number) {
            return self.answer(reference, "{}");
        }
        let event = match Received::decode(payload) {
            Ok(event) => event,
            Err(error) => return Err(self.crash(&error)),
        };
        if event.name() == "lv:clear-flash" {
            self.socket.clear_flash(event.params().str("key"));
            return self.settle(reference, Ok(()), Turn::default()).await;
        }
        tracing::debug!(target: "bennu::live", view = self.route.name(), event = event.name(), "event");
        let mut turn = Turn::default();
        let callback = Callback::begin::<V>("handle_event");
        let handled = self.view.handle_event(event, &mut self.socket).await;
        called(callback, handled.is_ok());
        let handled = handled.map(|reply| turn.reply = reply.0);
        self.settle(reference, handled, turn).await
    }

    async fn live_patch(&mut self, reference: Option<&str>, payload: &Map<String, Value>) -> Step {
        let place = payload.get("url").and_then(Value::as_str).and_then(self.resolve);
        let Some(place) = place.filter(|place| place.view.is_same_view(self.route)) else {
            return self.answer(reference, r#"{"link_redirect":true}"#);
        };
        self.socket.clear_flash(None);
        (self.route, self.uri) = (place.view, place.uri);
        self.socket.put_place(self.route.live_action(), place.script_name);
        let handled = handle_params(&mut self.view, place.params, &self.uri, &mut self.socket).await;
        self.settle(reference, handled, Turn::default()).await
    }

    pub(super) fn answer(&self, reference: Option<&str>, response: &str) -> Step {
        self.seat.reply(reference, Status::Ok, response);
        Ok(())
    }

    /// A failure of this view: its client joins again.
    pub(super) fn crash(&self, error: &Error) -> Ending {
        let (view, topic) = (self.route.name(), &**self.seat.topic());
        if error.status().is_client_error() {
            // Quoted: the text may hold what a client sent.
            tracing::warn!(target: "bennu::live", view, topic, reason = error.to_string(), "view ends");
        } else {
            tracing::error!(target: "bennu::live", view, topic, ?error, "view ends");
        }
        Ending::Crashed
    }
}
