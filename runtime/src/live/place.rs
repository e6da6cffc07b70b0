//! An address comes in, the view that a router shows there goes out, with its parameters.

use http::Uri;

use super::LiveRoute;
use crate::Params;
use crate::conn::captured;
use crate::params::percent_decode;
use crate::router::{Router, Verb};

/// A view's address, taken apart.
pub(crate) struct Place<S: 'static> {
    pub(crate) view: &'static LiveRoute<S>,
    /// Those of the route, over those of the query.
    pub(crate) params: Params,
    pub(crate) uri: Uri,
}

/// [`resolve`] for one router, where the router's type is not at hand.
pub(crate) type Resolve<S> = fn(&str) -> Option<Place<S>>;

/// The view at `url`, which may be absolute; nothing where the router shows none there.
pub(crate) fn resolve<R: Router>(url: &str) -> Option<Place<R::State>> {
    let uri: Uri = url.parse().ok()?;
    let matched = R::find_on(uri.host().unwrap_or_default(), Verb::Get, uri.path())?;
    let (_, view) = R::LIVE.iter().find(|(route, _)| *route == matched.route)?;
    let route = R::ROUTES.get(matched.route)?;
    percent_decode(uri.path().as_bytes()).ok()?;
    let mut params = Params::from_urlencoded(uri.query().unwrap_or_default()).ok()?;
    params.merge(captured(route, &matched, uri.path()));
    view.check(&params).ok()?;
    Some(Place { view, params, uri })
}
