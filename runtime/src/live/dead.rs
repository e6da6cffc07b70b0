//! A request for a page comes in; its view is mounted without a browser and rendered with what it needs to connect.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{StatusCode, Uri};

use super::navigation::Navigation;
use super::on_mount::{Hooks, handle_params, mount};
use super::token::{SessionToken, StaticToken, verify_reload};
use super::view::{Events, LiveView};
use super::{LiveRoute, Socket};
use crate::component;
use crate::router::Router;
use crate::{Conn, Error, Result, html};

/// Where the client keeps the status with which a mount failed, until the page answers with it.
const RELOAD_COOKIE: &str = "__phoenix_reload_status__";

/// What a [`LiveRoute`] renders its view with, whatever its type.
pub(crate) type Render<S> =
    for<'c> fn(&'static LiveRoute<S>, &'c mut Conn<S>) -> Pin<Box<dyn Future<Output = Result> + Send + 'c>>;

/// The page of a `live` route, whose view is found in the table of the router.
pub(crate) async fn dead_render<R: Router>(conn: &mut Conn<R::State>) -> Result {
    let matched = conn.matched().map(|matched| matched.route);
    let found = R::LIVE.iter().find(|(index, _)| Some(*index) == matched);
    let (_, route) = found.ok_or_else(|| Error::internal("the route of this request shows no LiveView"))?;
    route.render(conn).await
}

/// Mounts a `V` behind the hooks `H`, then renders it inside the root layout.
pub(super) fn render<'c, V: Events, H: Hooks<V::State>>(
    route: &'static LiveRoute<V::State>,
    conn: &'c mut Conn<V::State>,
) -> Pin<Box<dyn Future<Output = Result> + Send + 'c>> {
    Box::pin(mount_and_render::<V, H>(route, conn))
}

async fn mount_and_render<V: Events, H: Hooks<V::State>>(
    route: &'static LiveRoute<V::State>,
    conn: &mut Conn<V::State>,
) -> Result {
    let name = route.name();
    route.check(conn.all_params())?;
    answer_reload(conn, name)?;
    let id = format!("phx-{}", URL_SAFE_NO_PAD.encode(crate::token::random::<12>()));
    let (shared, script_name) = (Arc::clone(conn.shared()), conn.script_name().to_owned());
    let mut socket = Socket::<V>::new(shared, id, false, conn.flash().clone());
    socket.put_place(route.live_action(), script_name);
    let view = match show::<V, H>(conn, &mut socket).await {
        Ok(view) => view,
        Err(error) => match socket.departure(error) {
            Ok(navigation) => return leave(conn, &socket, &navigation),
            Err(error) => return Err(error),
        },
    };
    if let Some(title) = socket.effects.title.take() {
        conn.put_page_title(title);
    }
    if !socket.locale().is_empty() {
        conn.put_locale(socket.locale().to_owned());
    }
    let secret = conn.shared().secret();
    let session = SessionToken::new(socket.id(), name, &route.group()).sign(secret);
    let statics = StaticToken { id: socket.id().to_owned(), flash: socket.flashes().clone() }.sign(secret);
    // A connected view has no such layout either.
    conn.delete_layout();
    conn.render(container(socket.id(), &session, &statics, &view))
}

/// # Errors
/// The status with which the connected view has just failed, so that its user gets to see it.
fn answer_reload<S: Send + Sync + 'static>(conn: &mut Conn<S>, view: &str) -> Result {
    let Some(token) = conn.cookie(RELOAD_COOKIE) else { return Ok(()) };
    let status = verify_reload(conn.shared().secret(), view, token);
    conn.delete_resp_cookie(RELOAD_COOKIE);
    match status.and_then(|status| StatusCode::from_u16(status).ok()) {
        Some(status) => Err(Error::new(status, "the connected view could not be mounted")),
        None => Ok(()),
    }
}

/// # Errors
/// What a callback returned, or nothing where a callback asked to go elsewhere.
async fn show<V: LiveView, H: Hooks<V::State>>(
    conn: &Conn<V::State>,
    socket: &mut Socket<V>,
) -> std::result::Result<V, Option<Error>> {
    let params = conn.all_params().clone();
    let mut view = mount::<V, H>(&params, conn.session(), socket).await?;
    handle_params(&mut view, params, &address(conn), socket).await.map_err(Some)?;
    match socket.effects.navigation.as_mut() {
        // Without a browser, a patch is a redirect.
        Some(navigation) => {
            navigation.load();
            Err(None)
        }
        None => Ok(view),
    }
}

/// The whole address, behind a forward too.
fn address<S>(conn: &Conn<S>) -> Uri {
    let path = conn.uri().path_and_query().map_or("/", |path| path.as_str());
    match conn.script_name() {
        "" => conn.uri().clone(),
        prefix => format!("{prefix}{path}").parse().unwrap_or_else(|_| conn.uri().clone()),
    }
}

fn leave<V: LiveView>(conn: &mut Conn<V::State>, socket: &Socket<V>, navigation: &Navigation) -> Result {
    for (kind, message) in socket.flashes().iter() {
        conn.put_flash(crate::conn::FlashKind::Other(kind.to_owned().into()), message);
    }
    conn.redirect(&navigation.to)
}

/// The element that the client looks for.
fn container<V: LiveView>(id: &str, session: &str, statics: &str, view: &V) -> impl component::Render {
    html! {
        <div id={id} data-phx-main data-phx-session={session} data-phx-static={statics}>{view.render()}</div>
    }
}
