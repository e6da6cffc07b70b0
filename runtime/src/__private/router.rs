//! What the expansion of `router!` calls.

use std::any::type_name;
use std::future::Future;

use crate::Error;
pub use crate::live::{Forwarded, LiveRoute};
use crate::params::percent_decode;
use crate::plug::Plug;
pub use crate::router::forward::{Forward, forward_to_router};
pub use crate::router::host::Hosts;
pub use crate::router::untidy::{find_untidy, find_untidy_on};
pub use crate::router::{FromParam, ParamError};
use crate::router::{FromSegments, allowed};
pub use crate::router::{Log, Match, Route, Router, Service, Verb, scan::Scan};
use crate::telemetry::dispatch_started;
pub use crate::{Conn, Result};

/// Of what several branches found, the route that is declared first.
#[must_use]
pub fn earliest<const N: usize>(found: [Option<Match>; N]) -> Option<Match> {
    found.into_iter().flatten().min_by_key(|found| found.route)
}

/// Finds the route of the request and tells the conn; the first step of every dispatch.
///
/// # Errors
///
/// 400 where the path is not properly encoded, 404 where no route answers it.
pub fn enter<R: Router>(conn: &mut Conn<R::State>) -> Result<usize> {
    let path = conn.path();
    if path.contains('%') {
        percent_decode(path.as_bytes())?;
    }
    let verb = Verb::from(conn.method());
    let host = if R::HOSTS.is_empty() { "" } else { conn.host() };
    let find = |verb| if R::HOSTS.is_empty() { R::find(verb, path) } else { R::find_on(host, verb, path) };
    let found = find(verb).or_else(|| if verb == Verb::Head { find(Verb::Get) } else { None });
    let Some((found, route)) = found.and_then(|found| Some((found, R::ROUTES.get(found.route)?))) else {
        if R::METHOD_NOT_ALLOWED && allowed::<R>(conn.host(), path).is_some() {
            let message = format!("{path} is not there for {}", conn.method());
            return Err(Error::new(http::StatusCode::METHOD_NOT_ALLOWED, message));
        }
        // Its name is for who wrote the router, not for who asks.
        tracing::debug!(target: "bennu::router", router = type_name::<R>(), method = %conn.method(), path, "no route found");
        return Err(Error::not_found(format!("no route found for {} {path}", conn.method())));
    };
    conn.set_match(route, found);
    dispatch_started(conn);
    Ok(found.route)
}

/// Puts a value on the conn that the route or one of its scopes assigns.
pub fn assign<T: Send + Sync + 'static, S>(conn: &mut Conn<S>, value: T) {
    conn.assign(value);
}

/// The captured segment at `index` as what the handler takes.
///
/// # Errors
///
/// 400 where it does not spell such a value.
pub fn param<T: FromParam, S>(conn: &Conn<S>, index: usize) -> Result<T> {
    let segment = percent_decode(captured(conn, index).as_bytes())?;
    Ok(T::from_param(&segment)?)
}

/// Whether `segment` spells a `T`, for routes whose views read the parameter themselves.
///
/// # Errors
///
/// What [`FromParam`] says of it.
pub fn spells<T: FromParam>(segment: &str) -> Result<(), ParamError> {
    T::from_param(segment).map(drop)
}

/// The captured rest of the path at `index` as what the handler takes.
///
/// # Errors
///
/// 400 where a segment of it does not spell such a value.
pub fn rest<T: FromSegments, S>(conn: &Conn<S>, index: usize) -> Result<T> {
    let segments = captured(conn, index).split('/').filter(|segment| !segment.is_empty());
    let segments =
        segments.map(|segment| percent_decode(segment.as_bytes())).collect::<Result<Vec<_>, _>>()?;
    Ok(T::from_segments(segments.iter().map(AsRef::as_ref))?)
}

fn captured<S>(conn: &Conn<S>, index: usize) -> &str {
    conn.matched().and_then(|found| found.segment(conn.path(), index)).unwrap_or_default()
}

/// What a handler or a function plug may come to; turns its failure into an [`Error`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a handler or a plug returns",
    label = "this function returns `{Self}`",
    note = "it returns `bennu::Result`: end it with what sends, as in `conn.render(..)` or `conn.redirect(..)`, or with `Ok(())`"
)]
pub trait HandlerResult {
    /// The result as dispatch passes it on.
    fn into_result(self) -> Result;
}

impl<E: Into<Error>> HandlerResult for Result<(), E> {
    fn into_result(self) -> Result {
        self.map_err(Into::into)
    }
}

/// A handler's or a plug's future, which must be able to move between threads: asked here, at the function's name.
pub fn handler<F: Future + Send>(future: F) -> F {
    future
}

/// What a handler or a plug came to.
///
/// # Errors
///
/// Its own.
pub fn answer(result: impl HandlerResult) -> Result {
    result.into_result()
}

/// Calls a plug that is a value.
pub fn plug<S, P: Plug<S>>(plug: &'static P, conn: &mut Conn<S>) -> impl Future<Output = Result> + Send {
    plug.call(conn)
}

/// For the arm of a `match` over routes that is never taken.
///
/// # Errors
///
/// Always, with 500.
#[cold]
pub fn no_such_route(route: usize) -> Result {
    Err(Error::internal(format!("bug in Bennu: a router has no route {route}")))
}

/// What a function of the conn returned, for a handler that takes it: the value itself, or that of a [`Result`].
#[derive(Debug)]
pub struct Arg<T>(pub T);

impl<T, E: Into<Error>> Arg<Result<T, E>> {
    /// The value.
    ///
    /// # Errors
    ///
    /// The function's own.
    pub fn take(self) -> Result<T> {
        self.0.map_err(Into::into)
    }
}

/// Any other value; asked after the method above, which is the type's own.
pub trait PlainArg<T> {
    /// The value.
    ///
    /// # Errors
    ///
    /// None.
    fn take(self) -> Result<T>;
}

impl<T> PlainArg<T> for Arg<T> {
    fn take(self) -> Result<T> {
        Ok(self.0)
    }
}
