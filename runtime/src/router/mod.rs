//! Routers: a request comes in, pipelines and the handler of the first route that meets it run.

mod allowed;
#[doc(hidden)]
pub mod forward;
#[doc(hidden)]
pub mod host;
mod matched;
mod param;
mod reflect;
mod route;
mod routes;
#[doc(hidden)]
pub mod scan;
mod service;
#[doc(hidden)]
pub mod untidy;

use std::future::Future;

pub use self::matched::{MAX_PARAMS, MAX_PATH, Match};
pub use self::param::{FromParam, FromSegments, ParamError};
pub use self::reflect::{PathParam, RouteMatch, route_info, route_info_on};
pub use self::route::{Log, Route, Verb};
pub use self::routes::RouteTable;
pub use self::service::Service;
use crate::live::{Forwarded, LiveRoute};
use crate::{Conn, Result};

#[doc(hidden)]
pub use self::matched::Segment;

pub(crate) use self::allowed::allowed;

/// What [`router!`](crate::router!) generates: a table of routes and the code that finds and runs one.
pub trait Router: Sized + Send + Sync + 'static {
    /// The application's state, which every [`Conn`] lends to plugs and handlers.
    type State: Send + Sync + 'static;

    /// All routes in the order in which they are declared.
    const ROUTES: &'static [Route];

    /// The routes that show a LiveView: place in [`ROUTES`](Self::ROUTES) and the view.
    const LIVE: &'static [(usize, LiveRoute<Self::State>)];

    /// The routes that forward to another router: place in [`ROUTES`](Self::ROUTES) and that router, for the views in it.
    #[doc(hidden)]
    const ROUTERS: &'static [(usize, Forwarded<Self::State>)] = &[];

    /// The route that answers `verb` and `path`, where `path` is still percent-encoded and has no query. The one that is
    /// declared first wins. Allocates nothing. `HEAD` finds only routes that are declared for it.
    fn find(verb: Verb, path: &str) -> Option<Match>;

    /// The lists of hosts that scopes of this router are for; none where any host will do everywhere.
    const HOSTS: &'static [&'static [&'static str]] = &[];

    /// [`find`](Self::find) for requests to `host`, given without its port. `find` itself leaves out routes that ask for a host.
    fn find_on(host: &str, verb: Verb, path: &str) -> Option<Match> {
        let _ = host;
        Self::find(verb, path)
    }

    /// Whether a path that is known for other verbs only is answered with 405 and the header `allow`, and with 204 where the verb
    /// is `OPTIONS`. Otherwise it is a 404, as in Phoenix.
    const METHOD_NOT_ALLOWED: bool = false;

    /// The routes that forward to a service, which reads the body of the request itself; places in [`ROUTES`](Self::ROUTES).
    const FORWARDS: &'static [usize] = &[];

    /// Finds the route of a request, then runs its pipelines and its handler.
    ///
    /// # Errors
    ///
    /// 404 where no route matches (no pipeline runs then), 400 where the path is not properly encoded or a segment does not
    /// spell what the handler takes, and whatever plugs and handler return.
    fn dispatch(conn: &mut Conn<Self::State>) -> impl Future<Output = Result> + Send;
}
