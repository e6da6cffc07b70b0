//! What a LiveView is: callbacks over a plain struct.

use http::Uri;

use super::event::{Received, Reply};
use super::{Session, Socket};
use crate::component::Render;
use crate::{Params, Result};

/// A page that stays connected: its state is a plain struct, its callbacks change it, and what changed is sent.
///
/// The same code runs twice: once for the HTML of the page, and again when the browser has connected
/// ([`Socket::connected`] tells which). Any panic or `Err` ends this one view, and its client joins again with a new state.
///
/// See the [module's documentation](crate::live) for an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a LiveView",
    note = "implement `bennu::live::LiveView` for `{Self}`: `type State`, `mount` and `render`"
)]
pub trait LiveView: Sized + Send + 'static {
    /// The application's state, the same as the router's.
    type State: Send + Sync + 'static;

    /// Makes the view from the parameters of its route and query.
    ///
    /// # Errors
    /// An error answers the page's request with its status; in a connected view the client loads the page again, and so
    /// gets to see it. [`Navigation::halt`](super::Navigation::halt) sends the browser elsewhere.
    fn mount(
        params: Params,
        session: &Session,
        socket: &mut Socket<Self>,
    ) -> impl Future<Output = Result<Self>> + Send;

    /// Hears of the address after `mount` and after every patch; `params` are those of route and query.
    ///
    /// # Errors
    /// As in `mount`; after a patch, an error ends the view and its client joins again.
    fn handle_params(
        &mut self,
        params: Params,
        uri: &Uri,
        socket: &mut Socket<Self>,
    ) -> impl Future<Output = Result> + Send {
        let _ = (params, uri, socket);
        async { Ok(()) }
    }

    /// The markup of the present state.
    fn render(&self) -> impl Render;
}

/// What [`#[bennu::events]`](crate::events) implements: an event comes in, the method of that name runs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which events it handles",
    note = "add `#[bennu::events] impl {Self} {{ }}` with its event handlers, even if there are none"
)]
pub trait Events: LiveView {
    /// Runs the handler of `event`.
    ///
    /// # Errors
    /// Whatever the handler returns, and an error for an event without handler or a payload that does not fit it. Any of
    /// them ends the view.
    fn handle_event(
        &mut self,
        event: Received,
        socket: &mut Socket<Self>,
    ) -> impl Future<Output = Result<Reply>> + Send;
}
