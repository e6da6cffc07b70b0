//! What the expansions of `#[events]` and of `live` routes call.

use crate::Conn;
pub use crate::Result;
use crate::live::Outcome;
pub use crate::live::{Event, Events, LiveRoute, Received, Reply, Socket};
use crate::params::FromParams;
use crate::router::Router;

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
pub async fn dead_render<V, R>(conn: &mut Conn<R::State>) -> Result
where
    V: Events<State = R::State>,
    R: Router,
{
    crate::live::dead_render::<V, R>(conn).await
}
