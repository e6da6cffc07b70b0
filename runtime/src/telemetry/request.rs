//! The stations of a request come in; its events and numbers go out.

use std::time::Duration;

use http::{Method, StatusCode, Uri};
use tracing::Level;

use super::Stopwatch;
use crate::router::Log;
use crate::{Conn, Error, Result};

/// A request on its way: what has to be known of it from the beginning.
pub(crate) struct Request {
    /// The conn may have others, of a form that means another method or behind a forward. None where nobody listens.
    asked: Option<(Method, Uri)>,
    stopwatch: Stopwatch,
}

impl Request {
    /// A request has come.
    pub(crate) fn begin<B>(request: &http::Request<B>) -> Self {
        let listening = tracing::enabled!(target: "bennu::endpoint", Level::ERROR);
        let stopwatch = Stopwatch::start(listening);
        let asked = stopwatch.runs().then(|| (request.method().clone(), request.uri().clone()));
        Self { asked, stopwatch }
    }

    /// It is answered with `status`.
    pub(crate) fn sent<S: 'static>(&self, conn: &Conn<S>, status: StatusCode) {
        let Some((method, uri)) = &self.asked else { return };
        let (path, status, duration) = (uri.path(), status.as_u16(), self.stopwatch.elapsed());
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(target: "bennu::endpoint", %method, path, status, ?duration, "sent")
            };
        }
        let asked = || (conn.shared().config.log)(conn.request());
        match conn.route().and_then(|route| route.log).unwrap_or_else(asked) {
            Log::Off => {}
            Log::Error => line!(error),
            Log::Warn => line!(warn),
            Log::Info => line!(info),
            Log::Debug => line!(debug),
            Log::Trace => line!(trace),
        }
        #[cfg(feature = "metrics")]
        super::numbers::sent(method, conn.route(), status, duration);
    }
}

/// The route of a request is found, its pipelines and its handler are next.
pub(crate) fn dispatch_started<S: 'static>(conn: &Conn<S>) {
    let Some(route) = conn.route() else { return };
    if tracing::enabled!(target: "bennu::endpoint", Level::INFO) {
        tracing::Span::current().record("route", route.path);
    }
    if tracing::enabled!(target: "bennu::router", Level::DEBUG) {
        let params = conn.shared().config.filter_parameters.filter(conn.all_params());
        tracing::debug!(
            target: "bennu::router",
            handler = route.handler,
            route = route.path,
            pipelines = ?route.pipelines,
            %params,
            "processing"
        );
    }
}

/// Whether somebody wants to know how long routes take.
pub(crate) fn dispatch_watched() -> bool {
    tracing::enabled!(target: "bennu::router", Level::DEBUG)
}

/// Pipelines and handler are done.
pub(crate) fn dispatched<S: 'static>(conn: &Conn<S>, outcome: &Result<()>, stopwatch: Stopwatch) {
    match outcome {
        Ok(()) => stopped(conn, None, stopwatch),
        Err(error) => stopped(conn, Some(("error", error)), stopwatch),
    }
}

/// Pipelines or handler panicked.
pub(crate) fn panicked<S: 'static>(conn: &Conn<S>, error: &Error, stopwatch: Stopwatch) {
    stopped(conn, Some(("panic", error)), stopwatch);
}

fn stopped<S: 'static>(conn: &Conn<S>, failure: Option<(&'static str, &Error)>, stopwatch: Stopwatch) {
    let Some(route) = conn.route().filter(|_| stopwatch.runs()) else { return };
    let (handler, path, duration) = (route.handler, route.path, stopwatch.elapsed());
    match failure {
        None => {
            tracing::debug!(target: "bennu::router", handler, route = path, ?duration, "processed");
        }
        Some((kind, reason)) => {
            tracing::debug!(target: "bennu::router", handler, route = path, ?duration, kind, %reason, "exception");
        }
    }
    #[cfg(feature = "metrics")]
    super::numbers::dispatched(route, failure.map(|(kind, _)| kind), duration);
}

/// An error page is ready, after `duration`.
pub(crate) fn error_rendered(status: StatusCode, duration: Duration) {
    tracing::debug!(target: "bennu::endpoint", status = status.as_u16(), ?duration, "error rendered");
    #[cfg(feature = "metrics")]
    super::numbers::error_rendered(status);
}
