//! What the log and whoever counts hear of requests.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bennu::endpoint::Config;
use bennu::params::FilterParameters;
use bennu::router::Log;
use bennu::testing::{Client, Event, Telemetry};
use bennu::{Endpoint, Result};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use tracing::Level;

use super::app::client;

type Conn = bennu::Conn<()>;

bennu::router! {
    Router for ();

    pipeline browser { plug look; }

    scope "/" {
        pipe_through browser;
        get "/items/{id}" => show;
        get "/quiet" => quiet, log: debug;
        get "/silent" => quiet, log: false;
        get "/status/up" => quiet;
    }
}

async fn look(conn: &mut Conn) -> Result {
    tracing::info!(target: "shop", "looked");
    conn.put_resp_header("x-looked", "1");
    Ok(())
}

async fn show(conn: &mut Conn, id: i64) -> Result {
    conn.text(id.to_string())
}

async fn quiet(conn: &mut Conn) -> Result {
    conn.text("hush")
}

fn own_client(config: Config) -> Client<Router> {
    Client::new(Endpoint::new((), config))
}

/// Target, message and fields, but for how long it took.
fn line(event: &Event) -> String {
    let fields = event.fields.iter().filter(|(name, _)| !["duration", "id"].contains(name));
    let fields: Vec<_> = fields.map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {}: {} {}", event.level, event.target, event.message, fields.join(" "))
}

#[tokio::test]
async fn a_request_is_a_span_with_its_stations() {
    let mut client = own_client(Config::default());
    let telemetry = Telemetry::attach();
    client.get("/items/7?card[password]=1&page=2").await;
    let lines: Vec<_> = telemetry.events().iter().map(line).collect();
    let span = r#"method=GET path=/items/7 route=/items/{id}"#;
    let route = "handler=show route=/items/{id}";
    let params = r#"params={"card":{"password":"[FILTERED]"},"page":"2","id":"7"}"#;
    assert_eq!(
        lines,
        [
            format!(r#"DEBUG bennu::router: processing {route} pipelines=["browser"] {params} {span}"#),
            format!("INFO shop: looked {span}"),
            format!("DEBUG bennu::router: processed {route} {span}"),
            format!("INFO bennu::endpoint: sent method=GET path=/items/7 status=200 {span}"),
        ]
    );
    let sent = telemetry.event("bennu::endpoint", "sent");
    assert!(sent.field("duration").is_some() && sent.field("id").is_some_and(|id| id.len() >= 20), "{sent}");
}

#[tokio::test]
async fn without_a_route_nothing_is_dispatched() {
    let mut client = client();
    let telemetry = Telemetry::attach();
    client.get("/nowhere").await;
    let sent = telemetry.event("bennu::endpoint", "sent");
    assert_eq!((sent.field("status"), sent.field("path")), (Some("404"), Some("/nowhere")));
    telemetry.refute("bennu::router", "processing");
    telemetry.refute("bennu::router", "exception");
}

#[tokio::test]
async fn a_route_or_the_settings_say_how_loudly() {
    let mut config = Config::default();
    config.log = |request| if request.uri.path().starts_with("/status/") { Log::Off } else { Log::Warn };
    let mut client = own_client(config);
    for (path, level) in [
        ("/items/7", Some(Level::WARN)),
        ("/quiet", Some(Level::DEBUG)),
        ("/silent", None),
        ("/status/up", None),
    ] {
        let telemetry = Telemetry::attach();
        client.get(path).await.text_response(200);
        match level {
            Some(level) => assert_eq!(telemetry.event("bennu::endpoint", "sent").level, level, "{path}"),
            None => telemetry.refute("bennu::endpoint", "sent"),
        }
    }
}

#[tokio::test]
async fn the_settings_say_which_parameters_are_kept() {
    let mut config = Config::default();
    config.filter_parameters = FilterParameters::Keep(vec!["id".into()]);
    let telemetry = Telemetry::attach();
    own_client(config).get("/items/7?page=2").await;
    let processing = telemetry.event("bennu::router", "processing");
    assert_eq!(processing.field("params"), Some(r#"{"page":"[FILTERED]","id":"7"}"#));
}

#[tokio::test]
async fn a_failure_is_logged_with_its_cause() {
    let mut client = client();
    let telemetry = Telemetry::attach();
    client.get("/fail").await;
    let failed = telemetry.event("bennu::endpoint", "invalid digit found in string");
    assert_eq!((failed.level, failed.field("status")), (Level::ERROR, Some("500")));
    assert_eq!(failed.field("cause"), Some("invalid digit found in string"));
    let exception = telemetry.event("bennu::router", "exception");
    assert_eq!((exception.field("kind"), exception.field("handler")), (Some("error"), Some("pages::fail")));
    let rendered = telemetry.event("bennu::endpoint", "error rendered");
    assert_eq!(rendered.field("status"), Some("500"));
    assert_eq!(telemetry.event("bennu::endpoint", "sent").field("status"), Some("500"));
}

#[tokio::test]
async fn a_panic_is_an_exception_too() {
    let mut client = client();
    let telemetry = Telemetry::attach();
    client.get("/panic").await;
    let exception = telemetry.event("bennu::router", "exception");
    assert_eq!(
        (exception.field("kind"), exception.field("reason")),
        (Some("panic"), Some("panicked: on purpose"))
    );
    assert_eq!(telemetry.event("bennu::endpoint", "panicked: on purpose").level, Level::ERROR);
}

#[tokio::test]
async fn files_are_not_logged() {
    let mut client = client();
    let telemetry = Telemetry::attach();
    client.get("/bennu/live.js").await;
    assert_eq!(telemetry.events(), []);
}

#[tokio::test]
#[should_panic(
    expected = "expected `sent` of `bennu::nobody`, got\nDEBUG bennu::router: processing handler=show"
)]
async fn what_is_missing_is_said_with_what_is_there() {
    let telemetry = Telemetry::attach();
    own_client(Config::default()).get("/items/7").await;
    let _ = telemetry.event("bennu::nobody", "sent");
}

/// A recorder that keeps how often a name was counted or measured under its labels.
#[derive(Clone, Default)]
struct Numbers(Arc<Mutex<BTreeMap<String, u64>>>);

/// One of them.
struct Number(Numbers, String);

impl Number {
    fn add(&self, count: u64) {
        *self.0.0.lock().unwrap().entry(self.1.clone()).or_default() += count;
    }
}

impl CounterFn for Number {
    fn increment(&self, count: u64) {
        self.add(count);
    }

    fn absolute(&self, _: u64) {}
}

impl HistogramFn for Number {
    fn record(&self, seconds: f64) {
        assert!((0.0..60.0).contains(&seconds), "{seconds} are seconds");
        self.add(1);
    }
}

impl Numbers {
    fn number(&self, key: &Key) -> Arc<Number> {
        let labels: Vec<_> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        Arc::new(Number(self.clone(), format!("{} {}", key.name(), labels.join(","))))
    }
}

impl Recorder for Numbers {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        assert_eq!(unit, Some(Unit::Count), "{name:?}");
    }

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        assert_eq!(unit, Some(Unit::Seconds), "{name:?}");
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.number(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.number(key))
    }
}

#[tokio::test]
async fn requests_are_counted_by_route_and_failures_by_kind() {
    let numbers = Numbers::default();
    let recording = metrics::set_default_local_recorder(&numbers);
    bennu::telemetry::describe_metrics();
    let mut own = own_client(Config::default());
    own.get("/items/7").await;
    own.get("/items/8").await;
    own.get("/anything/else").await;
    client().get("/fail").await;
    drop(recording);
    let numbers = numbers.0.lock().unwrap();
    let numbers: Vec<_> = numbers.iter().map(|(name, count)| format!("{name} {count}")).collect();
    assert_eq!(
        numbers,
        [
            "bennu.endpoint.duration method=GET,route=,status=404 1",
            "bennu.endpoint.duration method=GET,route=/fail,status=500 1",
            "bennu.endpoint.duration method=GET,route=/items/{id},status=200 2",
            "bennu.errors_rendered status=404 1",
            "bennu.errors_rendered status=500 1",
            "bennu.router_dispatch.duration route=/fail,handler=pages::fail 1",
            "bennu.router_dispatch.duration route=/items/{id},handler=show 2",
            "bennu.router_dispatch.exceptions route=/fail,handler=pages::fail,kind=error 1",
        ]
    );
}

#[tokio::test]
async fn it_says_where_it_runs() {
    let telemetry = Telemetry::attach();
    let mut config = super::app::config();
    (config.url.scheme, config.url.host, config.url.port) = ("https".into(), "example.com".into(), Some(443));
    let mut server = super::wire::Server::start(config).await;
    server.stop.take().unwrap().send(()).unwrap();
    server.task.await.unwrap();
    let messages: Vec<_> = telemetry.events().into_iter().map(|event| event.message).collect();
    let running = format!("running at {} (http)", server.address);
    assert_eq!(messages, [running.as_str(), "access it at https://example.com/", "shutting down"]);
}
