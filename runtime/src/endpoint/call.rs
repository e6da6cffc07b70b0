//! One request comes in, its response goes out, whatever happens on the way.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use http::header::ALLOW;
use http::{HeaderValue, Method, Request, Response, StatusCode};

use super::debug::take_panic;
use super::errors::{self, Failure};
use super::plugs::{self, Plugs};
use super::{Caller, Shared, parsers};
use crate::router::{Router, Verb, allowed};
use crate::telemetry::{self, Stopwatch};
use crate::{Body, Conn, Error, Result};

/// Runs a request through plugs, parsers, router and error pages.
///
/// A panic on the way is a 500 for this request alone. Nothing here returns an error: what goes wrong becomes an error page.
pub(crate) async fn respond<R: Router>(
    request: Request<Body>,
    shared: &Arc<Shared<R::State>>,
    caller: Caller,
    plugs: &Plugs<R::State>,
) -> Response<Body> {
    let is_head = request.method() == Method::HEAD;
    let watched = telemetry::Request::begin(&request);
    let mut dispatch = Stopwatch::default();
    let mut conn = Conn::new(request, Arc::clone(shared));
    conn.put_caller(caller);
    if is_head && R::find_on(conn.host(), Verb::Head, conn.path()).is_none() {
        conn.put_method(Method::GET);
    }
    let outcome = AssertUnwindSafe(run::<R>(&mut conn, plugs, &mut dispatch)).catch_unwind().await;
    let mut response = match outcome {
        Ok(Ok(response)) => response,
        Ok(Err(error)) if R::METHOD_NOT_ALLOWED && error.status() == StatusCode::METHOD_NOT_ALLOWED => {
            refuse::<R>(&mut conn, error).await
        }
        Ok(Err(error)) => fail(&mut conn, Failure { error, panicked: None, routes: R::ROUTES }).await,
        Err(panic) => {
            conn.discard_session();
            let error = panicked(&*panic);
            telemetry::panicked(&conn, &error, dispatch);
            let failure = Failure { error, panicked: take_panic(), routes: R::ROUTES };
            fail(&mut conn, failure).await
        }
    };
    watched.sent(&conn, response.status());
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// What went wrong before an error page was sent, also where the page does not say it: for tests.
#[derive(Clone, Debug)]
pub(crate) struct SentError(pub(crate) Arc<str>);

/// What happens before the router: the endpoint's plugs run, parameters are read, and the method is what the form says.
pub(crate) async fn prepare<R: Router>(conn: &mut Conn<R::State>, plugs: &Plugs<R::State>) -> Result {
    #[cfg(feature = "live-reload")]
    if let Some(live_reload) = &Arc::clone(conn.shared()).config.live_reload {
        live_reload.meet(conn)?;
    }
    plugs::run(&plugs.first, conn).await?;
    if conn.halted() {
        return Ok(());
    }
    parsers::read_params(conn, forwards_body::<R>(conn)).await?;
    override_method(conn);
    plugs::run(&plugs.last, conn).await
}

async fn run<R: Router>(
    conn: &mut Conn<R::State>,
    plugs: &Plugs<R::State>,
    dispatch: &mut Stopwatch,
) -> Result<Response<Body>> {
    prepare::<R>(conn, plugs).await?;
    if !conn.halted() {
        *dispatch = Stopwatch::start(telemetry::dispatch_watched());
        let outcome = R::dispatch(conn).await;
        telemetry::dispatched(conn, &outcome, *dispatch);
        if let Err(error) = outcome {
            conn.fall_back(error).await?;
        }
    }
    conn.finish().await
}

/// Whether the route of the request is a service that reads the body itself.
fn forwards_body<R: Router>(conn: &Conn<R::State>) -> bool {
    let find = || R::find_on(conn.host(), Verb::from(conn.method()), conn.path());
    !R::FORWARDS.is_empty() && find().is_some_and(|found| R::FORWARDS.contains(&found.route))
}

/// Forms can only `POST`: what they mean stands in `_method`.
fn override_method<S: 'static>(conn: &mut Conn<S>) {
    if *conn.method() != Method::POST {
        return;
    }
    let method = match conn.body_params().str("_method") {
        Some(name) if name.eq_ignore_ascii_case("put") => Method::PUT,
        Some(name) if name.eq_ignore_ascii_case("patch") => Method::PATCH,
        Some(name) if name.eq_ignore_ascii_case("delete") => Method::DELETE,
        _ => return,
    };
    conn.put_method(method);
}

/// The answer to a verb that the path has no route for: says which there are. To ask that is what `OPTIONS` is for.
async fn refuse<R: Router>(conn: &mut Conn<R::State>, error: Error) -> Response<Body> {
    let allow = allowed::<R>(conn.host(), conn.path()).and_then(|allow| HeaderValue::try_from(allow).ok());
    let mut response = match (conn.method(), &allow) {
        (&Method::OPTIONS, Some(_)) => Response::new(Body::empty()),
        _ => fail(conn, Failure { error, panicked: None, routes: R::ROUTES }).await,
    };
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    if let Some(allow) = allow {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

/// The error page for a failure, on the same conn: its session and its format still count.
async fn fail<S: Send + Sync + 'static>(conn: &mut Conn<S>, failed: Failure) -> Response<Body> {
    let error = &failed.error;
    log(conn, error);
    let stopwatch = Stopwatch::start(tracing::enabled!(target: "bennu::endpoint", tracing::Level::DEBUG));
    // In a box: requests that succeed need no room for it.
    let page = AssertUnwindSafe(Box::pin(show(conn, &failed))).catch_unwind().await;
    let failure = match page {
        Ok(Ok(mut response)) => {
            telemetry::error_rendered(response.status(), stopwatch.elapsed());
            response.extensions_mut().insert(SentError(error.to_string().into()));
            return response;
        }
        Ok(Err(error)) => error,
        Err(panic) => panicked(&*panic),
    };
    tracing::error!(target: "bennu::endpoint", %failure, "the error page failed");
    bare(error.status())
}

async fn show<S: Send + Sync + 'static>(conn: &mut Conn<S>, failed: &Failure) -> Result<Response<Body>> {
    conn.discard_response();
    errors::render(conn, failed)?;
    if let Ok(response) = conn.finish().await {
        return Ok(response);
    }
    // What cannot be sent is the session. The page does without.
    conn.discard_response();
    conn.discard_session();
    errors::render(conn, failed)?;
    conn.finish().await
}

/// A response without any view: its status in words.
pub(super) fn bare(status: StatusCode) -> Response<Body> {
    let text = status.canonical_reason().unwrap_or("Error");
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let text_plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(http::header::CONTENT_TYPE, text_plain);
    response.headers_mut().insert(http::header::CONTENT_LENGTH, text.len().into());
    response
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    let message =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Error::internal(format!("panicked: {}", message.unwrap_or("with a value that is no text")))
}

fn log<S: 'static>(conn: &Conn<S>, error: &Error) {
    let (method, path, status) = (conn.method(), conn.path(), error.status().as_u16());
    if error.status().is_server_error() {
        let cause = error.source().map(|source| causes(source));
        tracing::error!(target: "bennu::endpoint", %method, path, status, cause, "{error}");
    } else {
        tracing::debug!(target: "bennu::endpoint", %method, path, status, "{error}");
    }
}

/// An error and all that caused it, on one line.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
