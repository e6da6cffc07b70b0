//! After a callback: patches, redirects, events and the rendered difference go out, and its message is answered once.

use serde_json::Value;

use super::channel::{Connected, Step};
use super::navigation::{Navigation, Way};
use super::on_mount::handle_params;
use super::place::Place;
use super::token::sign_flash;
use super::view::Events;
use super::{LiveView, Socket};
use crate::component::Context;
use crate::form::Translator;
use crate::socket::Ending;
use crate::{Error, Params, Result};

/// So many patches may follow one another before they are taken for a loop.
const MOST_PATCHES: usize = 20;

/// What has gathered since a message was taken up.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// The answer to a hook.
    pub(super) reply: Option<Value>,
    /// The last patch, which the answer to a join announces.
    pub(super) patched: Option<Value>,
}

impl<V: LiveView> Socket<V> {
    /// Where to go after a callback failed with `error`, or failed without one because it has already said where.
    ///
    /// # Errors
    /// The error itself, where it does not come from [`Navigation::halt`], or one of a navigation that is not possible.
    pub(super) fn departure(&mut self, error: Option<Error>) -> Result<Navigation> {
        match (self.effects.navigation.take(), error) {
            (_, Some(error)) if !error.status().is_redirection() => Err(error),
            (None, Some(error)) => Err(error),
            (Some(navigation), _) if navigation.way == Way::Patch => Err(Error::internal(
                "`push_patch` in `mount`: use `push_navigate`, or patch in `handle_params`",
            )),
            (Some(navigation), _) => navigation.check().map(|()| navigation),
            (None, None) => Err(Error::internal("a callback failed without an error")),
        }
    }
}

impl<V: Events> Connected<V> {
    /// Hands the view its address when it is mounted, and follows the patches that come of it.
    ///
    /// # Errors
    /// The callback's error; none where it asks to go elsewhere.
    pub(super) async fn locate(&mut self, params: Params, turn: &mut Turn) -> Result<(), Option<Error>> {
        let handled = handle_params(&mut self.view, params, &self.uri, &mut self.socket).await;
        handled.map_err(Some)?;
        for _ in 0..MOST_PATCHES {
            match self.socket.effects.navigation.take_if(|navigation| navigation.way == Way::Patch) {
                Some(patch) => {
                    turn.patched = Some(patch.payload(None));
                    self.follow(&patch).await.map_err(Some)?;
                }
                None if self.socket.effects.navigation.is_some() => return Err(None),
                None => return Ok(()),
            }
        }
        Err(Some(patch_loop()))
    }

    /// Ends a turn: does what the callback asked for, sends what has changed, and answers `reference` if there is one.
    pub(super) async fn settle(&mut self, reference: Option<&str>, handled: Result, turn: Turn) -> Step {
        let mut handled = handled;
        for _ in 0..=MOST_PATCHES {
            let patch = self.socket.effects.navigation.take_if(|navigation| navigation.way == Way::Patch);
            match (handled, patch) {
                (Ok(()), Some(patch)) => {
                    if let Err(error) = patch.check() {
                        return Err(self.crash(&error));
                    }
                    self.seat.push(patch.event(), &patch.payload(None).to_string());
                    handled = self.follow(&patch).await;
                }
                (Ok(()), None) if self.socket.effects.navigation.is_none() => {
                    return self.show(reference, turn);
                }
                (Ok(()), None) => return Err(self.depart(reference, None, turn)),
                (Err(error), _) => return Err(self.depart(reference, Some(error), turn)),
            }
        }
        Err(self.crash(&patch_loop()))
    }

    /// Lets `handle_params` know of a patch.
    async fn follow(&mut self, patch: &Navigation) -> Result {
        patch.check()?;
        let place = (self.resolve)(&self.absolute(&patch.to));
        let Some(Place { view, params, uri, script_name }) =
            place.filter(|place| place.view.is_same_view(self.route))
        else {
            return Err(Error::internal(format!(
                "cannot patch to `{}`, which is not this view: use `push_navigate`",
                patch.to
            )));
        };
        self.route = view;
        self.socket.put_place(view.live_action(), script_name);
        self.uri = uri;
        handle_params(&mut self.view, params, &self.uri, &mut self.socket).await
    }

    /// The path `to` on the site that the page came from.
    fn absolute(&self, to: &str) -> String {
        match (self.uri.scheme_str(), self.uri.authority()) {
            (Some(scheme), Some(authority)) => format!("{scheme}://{authority}{to}"),
            _ => to.to_owned(),
        }
    }

    /// Sends the difference, as an answer if one is due. An answer goes out even if nothing has changed.
    fn show(&mut self, reference: Option<&str>, turn: Turn) -> Step {
        let diff = self.render_diff(turn.reply);
        match (reference, diff.as_str()) {
            (Some(_), "{}") => self.answer(reference, "{}"),
            (Some(_), diff) => self.answer(reference, &format!(r#"{{"diff":{diff}}}"#)),
            (None, "{}") => Ok(()),
            (None, diff) => {
                self.seat.push("diff", diff);
                Ok(())
            }
        }
    }

    /// Ends the view for a redirect or navigation; what it still has to show goes first.
    fn depart(&mut self, reference: Option<&str>, error: Option<Error>, turn: Turn) -> Ending {
        let navigation = match self.socket.departure(error) {
            Ok(navigation) => navigation,
            Err(error) => return self.crash(&error),
        };
        let diff = self.render_diff(turn.reply);
        if diff != "{}" {
            self.seat.push("diff", &diff);
        }
        let payload = navigation.payload(sign_flash(&self.secret, self.socket.flashes()));
        match reference {
            Some(_) => {
                let response =
                    Value::Object([(navigation.event().to_owned(), payload)].into_iter().collect());
                self.seat.reply(reference, crate::socket::Status::Ok, &response.to_string());
            }
            None => self.seat.push(navigation.event(), &payload.to_string()),
        }
        Ending::Closed
    }

    /// All there is to show, as the wire has it.
    pub(super) fn render_full(&mut self) -> String {
        let mut out = Vec::new();
        let context = context(&self.socket, &self.csrf_token, self.translator.as_deref());
        self.prints.full(&self.view.render(), &context, &mut out);
        self.socket.effects.extend(&mut out, None);
        into_text(out)
    }

    /// What has changed since the client was last told, `{}` if nothing did.
    fn render_diff(&mut self, reply: Option<Value>) -> String {
        let mut out = Vec::new();
        let context = context(&self.socket, &self.csrf_token, self.translator.as_deref());
        self.prints.diff(&self.view.render(), &context, &mut out);
        self.socket.effects.extend(&mut out, reply);
        into_text(out)
    }
}

/// What the view's templates may ask for.
fn context<'a, V: LiveView>(
    socket: &'a Socket<V>,
    csrf_token: &'a str,
    translator: Option<&'a dyn Translator>,
) -> Context<'a> {
    let context = Context::default().with_csrf_token(csrf_token).with_locale(socket.locale());
    match translator {
        Some(translator) => context.with_translator(translator),
        None => context,
    }
}

fn patch_loop() -> Error {
    Error::internal(format!("more than {MOST_PATCHES} patches in a row"))
}

/// Whatever renders writes text; should it ever not, the view ends like after any other panic.
#[track_caller]
fn into_text(out: Vec<u8>) -> String {
    String::from_utf8(out).expect("bug in Bennu: rendering wrote bytes that are not UTF-8")
}
