//! A verb and a path come in, the route that answers them goes out with its decoded parameters; no handler runs.

use std::borrow::Cow;
use std::fmt;

use super::{Match, Route, Router, Verb};
use crate::Result;
use crate::params::percent_decode;

/// The route that answers a path, and what it captures from it; what [`route_info`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouteMatch {
    /// The route's place in [`Router::ROUTES`].
    pub index: usize,
    /// The route.
    pub route: &'static Route,
    /// The captured segments by name, in the order of the path.
    pub params: Vec<(&'static str, PathParam)>,
}

impl RouteMatch {
    /// What the route captured under `name`; `None` where it captures nothing of that name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&PathParam> {
        self.params.iter().find(|(other, _)| *other == name).map(|(_, param)| param)
    }
}

/// What a route captured, percent-decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathParam {
    /// `{id}`: one segment, or what follows the text in front of it.
    Segment(String),
    /// `{*rest}`: all segments that remained, of which there may be none.
    Rest(Vec<String>),
}

/// `7`; the segments of a rest with slashes between them.
impl fmt::Display for PathParam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Segment(segment) => f.write_str(segment),
            Self::Rest(segments) => f.write_str(&segments.join("/")),
        }
    }
}

/// The route of `R` that answers `verb` and `path`, as a request would find it: the first one declared, and for `HEAD` the one
/// for `GET` where none is declared for `HEAD`. `None` where no route matches.
///
/// `path` is percent-encoded, as in a request, and has neither query nor fragment.
///
/// ```
/// use bennu::router::{PathParam, Verb, route_info};
///
/// mod messages {
///     use bennu::{Conn, Result};
///
///     pub async fn show(conn: &mut Conn<()>, id: i64) -> Result {
///         conn.text(format!("message {id}"))
///     }
/// }
///
/// bennu::router! {
///     pub Router for ();
///
///     get "/messages/{id}" => messages::show;
/// }
///
/// let found = route_info::<Router>(Verb::Get, "/messages/7")?.expect("a route");
/// assert_eq!(found.route.handler, "messages::show");
/// assert_eq!(found.param("id"), Some(&PathParam::Segment("7".into())));
/// assert_eq!(route_info::<Router>(Verb::Delete, "/messages/7")?, None);
/// # Ok::<(), bennu::Error>(())
/// ```
///
/// # Errors
///
/// 400 where the path is not properly percent-encoded UTF-8.
pub fn route_info<R: Router>(verb: Verb, path: &str) -> Result<Option<RouteMatch>> {
    route_info_on::<R>("", verb, path)
}

/// [`route_info`] for requests to `host`, given without its port; only there do routes of scopes with a host answer.
///
/// # Errors
///
/// 400 where the path is not properly percent-encoded UTF-8.
pub fn route_info_on<R: Router>(host: &str, verb: Verb, path: &str) -> Result<Option<RouteMatch>> {
    percent_decode(path.as_bytes())?;
    let find = |verb| R::find_on(host, verb, path);
    let found = find(verb).or_else(|| if verb == Verb::Head { find(Verb::Get) } else { None });
    let Some((found, route)) = found.and_then(|found| Some((found, R::ROUTES.get(found.route)?))) else {
        return Ok(None);
    };
    let params = route.params.iter().enumerate();
    let params = params.map(|(index, name)| Ok((*name, read(route, &found, path, index)?)));
    Ok(Some(RouteMatch { index: found.route, route, params: params.collect::<Result<_>>()? }))
}

/// The captured segment at `index`; a glob is always the last one.
fn read(route: &Route, found: &Match, path: &str, index: usize) -> Result<PathParam> {
    let text = found.segment(path, index).unwrap_or_default();
    let decoded = |text: &str| percent_decode(text.as_bytes()).map(Cow::into_owned);
    if index + 1 < route.params.len() || !route.has_glob() {
        return Ok(PathParam::Segment(decoded(text)?));
    }
    let segments = text.split('/').filter(|segment| !segment.is_empty());
    Ok(PathParam::Rest(segments.map(decoded).collect::<Result<_, _>>()?))
}
