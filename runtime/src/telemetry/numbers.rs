//! What happened comes in, counters and histograms of the `metrics` crate go out to whatever recorder the program has installed.

use std::time::Duration;

use http::{Method, StatusCode};
use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};

use crate::router::Route;

const ENDPOINT: &str = "bennu.endpoint.duration";
const DISPATCH: &str = "bennu.router_dispatch.duration";
const EXCEPTIONS: &str = "bennu.router_dispatch.exceptions";
const ERRORS: &str = "bennu.errors_rendered";
const CONNECTED: &str = "bennu.socket.connected";
const JOINED: &str = "bennu.channel.joined";
const CALLBACK: &str = "bennu.live_view.duration";
const QUERY: &str = "bennu.repo.query.duration";
const QUERY_QUEUE: &str = "bennu.repo.query.queue";
const QUERY_DB: &str = "bennu.repo.query.db";
const QUERY_DECODE: &str = "bennu.repo.query.decode";
const QUERY_IDLE: &str = "bennu.repo.query.idle";

/// Tells the recorder what the numbers of Bennu are and in which units: call it once, when the recorder is installed.
pub fn describe_metrics() {
    describe_histogram!(ENDPOINT, Unit::Seconds, "from the head of a request to the head of its response");
    describe_histogram!(DISPATCH, Unit::Seconds, "pipelines and handler of a route");
    describe_counter!(EXCEPTIONS, Unit::Count, "handlers and plugs that failed or panicked");
    describe_counter!(ERRORS, Unit::Count, "error pages");
    describe_counter!(CONNECTED, Unit::Count, "sockets that were asked for");
    describe_counter!(JOINED, Unit::Count, "channels that were asked for");
    describe_histogram!(CALLBACK, Unit::Seconds, "callbacks of LiveViews");
    describe_histogram!(QUERY, Unit::Seconds, "statements of the repo");
    describe_histogram!(QUERY_QUEUE, Unit::Seconds, "until a statement had a connection");
    describe_histogram!(QUERY_DB, Unit::Seconds, "statements in the database");
    describe_histogram!(QUERY_DECODE, Unit::Seconds, "rows into the schema's types");
    describe_histogram!(QUERY_IDLE, Unit::Seconds, "how long a connection had nothing to do before");
}

/// The methods that are told apart: a client may send any word as its method, and each would be a number of its own.
fn known(method: &Method) -> &'static str {
    crate::router::Verb::from(method).as_str()
}

pub(super) fn sent(method: &Method, route: Option<&'static Route>, status: u16, duration: Duration) {
    let route = route.map_or("", |route| route.path);
    histogram!(ENDPOINT, "method" => known(method), "route" => route, "status" => status.to_string())
        .record(duration);
}

pub(super) fn dispatched(route: &'static Route, kind: Option<&'static str>, duration: Duration) {
    histogram!(DISPATCH, "route" => route.path, "handler" => route.handler).record(duration);
    if let Some(kind) = kind {
        counter!(EXCEPTIONS, "route" => route.path, "handler" => route.handler, "kind" => kind).increment(1);
    }
}

pub(super) fn error_rendered(status: StatusCode) {
    counter!(ERRORS, "status" => status.as_u16().to_string()).increment(1);
}

pub(super) fn socket_connected(ok: bool) {
    counter!(CONNECTED, "result" => result(ok)).increment(1);
}

pub(super) fn channel_joined(ok: bool) {
    counter!(JOINED, "result" => result(ok)).increment(1);
}

pub(super) fn called(view: &'static str, callback: &'static str, ok: bool, duration: Duration) {
    histogram!(CALLBACK, "view" => view, "callback" => callback, "result" => result(ok)).record(duration);
}

/// How long the parts of a statement of the repo took.
pub(crate) struct QueryTimes {
    pub(crate) total: Duration,
    pub(crate) queue: Duration,
    pub(crate) db: Duration,
    pub(crate) decode: Duration,
    pub(crate) idle: Option<Duration>,
}

/// A statement of the repo that has run; its event is the repo's own.
pub(crate) fn queried(source: &'static str, ok: bool, times: &QueryTimes) {
    histogram!(QUERY, "source" => source, "result" => result(ok)).record(times.total);
    histogram!(QUERY_QUEUE, "source" => source).record(times.queue);
    histogram!(QUERY_DB, "source" => source).record(times.db);
    histogram!(QUERY_DECODE, "source" => source).record(times.decode);
    if let Some(idle) = times.idle {
        histogram!(QUERY_IDLE).record(idle);
    }
}

fn result(ok: bool) -> &'static str {
    if ok { "ok" } else { "error" }
}
