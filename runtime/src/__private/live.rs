//! What the expansions of `#[events]` and of `live` routes call.

use std::future::Future;

use crate::Conn;
pub use crate::conn::Session;
use crate::live::Outcome;
pub use crate::live::{
    Event, Events, HooksOf, LiveRoute, LiveView, OnMount, Received, Reply, RunHooks, Socket,
};
use crate::params::FromParams;
use crate::router::Router;
pub use crate::{Params, Result};

/// The value of a handler's argument.
pub fn argument<T: FromParams>(event: &Received, name: &str) -> Result<T> {
    event.argument(name)
}

/// What a handler returned.
pub fn answer(outcome: impl Outcome) -> Result<Reply> {
    outcome.into_reply()
}

/// An event that none of the `known` handlers takes.
pub fn unknown(event: &Received, known: &[&str]) -> Result<Reply> {
    Err(event.unknown(known))
}

/// The page of a `live` route.
pub async fn dead_render<R: Router>(conn: &mut Conn<R::State>) -> Result {
    crate::live::dead_render::<R>(conn).await
}

/// Runs a hook that is a value.
pub fn hook<H: OnMount<V::State>, V: LiveView>(
    hook: &'static H,
    params: &Params,
    session: &Session,
    socket: &mut Socket<V>,
) -> impl Future<Output = Result> + Send {
    hook.on_mount(params, session, socket)
}

/// Whether a hook sends the browser elsewhere.
pub fn leaves<V: LiveView>(socket: &Socket<V>) -> bool {
    socket.effects.navigation.is_some()
}
