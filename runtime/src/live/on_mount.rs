//! The hooks of a live session: each sees a view's socket before the view is mounted, and may send its browser elsewhere.

use std::future::Future;
use std::marker::PhantomData;

use http::Uri;

use super::{LiveView, Session, Socket};
use crate::router::Router;
use crate::telemetry::{Callback, called};
use crate::{Error, Params, Result};

/// What runs before each view of a live session is mounted: `live_session admin, on_mount: [auth::RequireUser] { … }`.
///
/// A hook runs as `mount` does, when the page is rendered and again when its browser joins, since no pipeline runs then. It
/// leaves values for the view by [`Socket::assign`]. The hooks of a list run in order; one that redirects or fails is the last, and
/// the view is not mounted. A hook without settings may be an async function of these arguments instead.
///
/// ```
/// use bennu::live::OnMount;
/// use bennu::prelude::*;
///
/// pub struct App;
///
/// pub struct CurrentUser(pub String);
///
/// pub struct RequireUser;
///
/// impl OnMount<App> for RequireUser {
///     async fn on_mount<V: LiveView<State = App>>(
///         &self,
///         _params: &Params,
///         session: &Session,
///         socket: &mut Socket<V>,
///     ) -> Result {
///         match session.get("user") {
///             Some(name) => socket.assign(CurrentUser(name)),
///             None => return Err(socket.put_flash(FlashKind::Error, "Please log in.").redirect("/login").halt()),
///         };
///         Ok(())
///     }
/// }
///
/// pub struct HomeLive(String);
///
/// impl LiveView for HomeLive {
///     type State = App;
///
///     async fn mount(_: Params, _: &Session, socket: &mut Socket<Self>) -> Result<Self> {
///         Ok(Self(socket.assigned::<CurrentUser>().map(|user| user.0.clone()).unwrap_or_default()))
///     }
///
///     fn render(&self) -> impl Render {
///         html! { <p>{self.0}</p> }
///     }
/// }
///
/// #[events]
/// impl HomeLive {}
///
/// bennu::router! {
///     pub Router for App;
///
///     live_session members, on_mount: [RequireUser] {
///         live "/home" => HomeLive;
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a hook of live sessions",
    label = "this is a `{Self}`",
    note = "a hook is a value whose type implements `bennu::live::OnMount`, or an async function of its arguments, named in small letters"
)]
pub trait OnMount<S: Send + Sync + 'static>: Sync {
    /// Looks at what `mount` will be given, assigns values, or sends the browser away.
    ///
    /// # Errors
    /// As `mount` does: an error answers the page's request with its status, [`Navigation::halt`](super::Navigation::halt) is a
    /// redirect.
    fn on_mount<V: LiveView<State = S>>(
        &self,
        params: &Params,
        session: &Session,
        socket: &mut Socket<V>,
    ) -> impl Future<Output = Result> + Send;
}

/// The hooks in front of a view, as its route names them.
#[doc(hidden)]
pub trait Hooks<S>: 'static {
    fn run<V: LiveView<State = S>>(
        params: &Params,
        session: &Session,
        socket: &mut Socket<V>,
    ) -> impl Future<Output = Result> + Send;
}

/// No hooks.
impl<S: Send + Sync + 'static> Hooks<S> for () {
    async fn run<V: LiveView<State = S>>(_: &Params, _: &Session, _: &mut Socket<V>) -> Result {
        Ok(())
    }
}

/// What `router!` writes for the list of hooks with this number.
#[doc(hidden)]
pub trait RunHooks<const LIST: usize>: Router {
    fn run<V: LiveView<State = Self::State>>(
        params: &Params,
        session: &Session,
        socket: &mut Socket<V>,
    ) -> impl Future<Output = Result> + Send;
}

/// The list of a router's hooks with this number.
#[doc(hidden)]
#[derive(Debug)]
pub struct HooksOf<R, const LIST: usize>(PhantomData<fn() -> R>);

impl<R: RunHooks<LIST>, const LIST: usize> Hooks<R::State> for HooksOf<R, LIST> {
    fn run<V: LiveView<State = R::State>>(
        params: &Params,
        session: &Session,
        socket: &mut Socket<V>,
    ) -> impl Future<Output = Result> + Send {
        <R as RunHooks<LIST>>::run(params, session, socket)
    }
}

/// Mounts a view behind its hooks.
///
/// # Errors
/// What a hook or `mount` returned, or nothing where one of them asked to go elsewhere.
pub(super) async fn mount<V: LiveView, H: Hooks<V::State>>(
    params: &Params,
    session: &Session,
    socket: &mut Socket<V>,
) -> Result<V, Option<Error>> {
    H::run(params, session, socket).await.map_err(Some)?;
    if socket.effects.navigation.is_some() {
        return Err(None);
    }
    let callback = Callback::begin::<V>("mount");
    let view = V::mount(params.clone(), session, socket).await;
    called(callback, view.is_ok());
    let view = view.map_err(Some)?;
    if socket.effects.navigation.is_some() { Err(None) } else { Ok(view) }
}

/// `handle_params`, watched.
pub(super) async fn handle_params<V: LiveView>(
    view: &mut V,
    params: Params,
    uri: &Uri,
    socket: &mut Socket<V>,
) -> Result {
    let callback = Callback::begin::<V>("handle_params");
    let handled = view.handle_params(params, uri, socket).await;
    called(callback, handled.is_ok());
    handled
}
