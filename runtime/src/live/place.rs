//! An address comes in, the view that a router shows there goes out, with its parameters; routers that it forwards to included.

use http::Uri;

use super::LiveRoute;
use crate::Params;
use crate::conn::{captured, split_rest};
use crate::params::percent_decode;
use crate::router::{Router, Verb};

/// A view's address, taken apart.
pub(crate) struct Place<S: 'static> {
    pub(crate) view: &'static LiveRoute<S>,
    /// Those of the route, over those of the query.
    pub(crate) params: Params,
    pub(crate) uri: Uri,
    /// What routers in front of the view's own took off the path.
    pub(crate) script_name: String,
}

/// [`resolve`] for one router, where the router's type is not at hand.
pub(crate) type Resolve<S> = fn(&str) -> Option<Place<S>>;

/// A router that another one forwards to, without its type.
#[doc(hidden)]
pub struct Forwarded<S: 'static>(fn(&str, &str) -> Option<Located<S>>);

impl<S: Send + Sync + 'static> Forwarded<S> {
    /// The router `R`.
    #[must_use]
    pub const fn to<R: Router<State = S>>() -> Self {
        Self(locate::<R>)
    }
}

/// The view at a path, with the parameters of its route.
struct Located<S: 'static> {
    view: &'static LiveRoute<S>,
    params: Params,
    script_name: String,
}

/// The view at `url`, which may be absolute; nothing where the router shows none there.
pub(crate) fn resolve<R: Router>(url: &str) -> Option<Place<R::State>> {
    let uri: Uri = url.parse().ok()?;
    percent_decode(uri.path().as_bytes()).ok()?;
    let Located { view, params: captured, script_name } =
        locate::<R>(uri.host().unwrap_or_default(), uri.path())?;
    let mut params = Params::from_urlencoded(uri.query().unwrap_or_default()).ok()?;
    params.merge(captured);
    view.check(&params).ok()?;
    Some(Place { view, params, uri, script_name })
}

fn locate<R: Router>(host: &str, path: &str) -> Option<Located<R::State>> {
    let matched = R::find_on(host, Verb::Get, path)?;
    if let Some((_, router)) = R::ROUTERS.iter().find(|(route, _)| *route == matched.route) {
        let (prefix, rest) = split_rest(&matched, path);
        let mut located = (router.0)(host, &format!("/{rest}"))?;
        located.script_name.insert_str(0, &path[..prefix]);
        return Some(located);
    }
    let (_, view) = R::LIVE.iter().find(|(route, _)| *route == matched.route)?;
    let params = captured(R::ROUTES.get(matched.route)?, &matched, path);
    Some(Located { view, params, script_name: String::new() })
}
