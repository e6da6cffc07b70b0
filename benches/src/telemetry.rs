//! A request runs while nobody, somebody quiet and somebody thorough listens; what listening costs it goes out.

use std::process::ExitCode;

use bennu::http::Request;
use bennu::{Body, Endpoint};
use tokio::runtime::Runtime;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::DefaultGuard;

use crate::http_page::{self, Router};
use crate::measure::{Subject, Table, allocations, compare_calls, instructions, print};

/// Requests that are not counted: what is set up once is nobody's share.
const FIRST: u32 = 100;
const COUNTED: u32 = 400;
const ROUNDS: usize = 15;

/// Who listens, and to what.
const LISTENERS: [(&str, LevelFilter); 4] = [
    ("nobody", LevelFilter::OFF),
    ("errors", LevelFilter::ERROR),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
];

/// Prints the table of the bench `telemetry`. With arguments, it is the process whose instructions are counted.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["count", listener, requests] => count(listener, requests.parse().expect("a number")),
        _ => measure(),
    }
    ExitCode::SUCCESS
}

fn measure() {
    print(format_args!(
        "a page of text behind two plugs, in process; who listens is at the head of the column"
    ));
    let names = LISTENERS.map(|(name, _)| name);
    let requests = Requests::new();
    let subjects = LISTENERS.map(|(_, level)| {
        let requests = &requests;
        Subject::new(move |batch: &u32| {
            let _guard = listen(level);
            requests.ask(*batch);
        })
    });
    let mut table = Table::new("of one request", &names);
    let times = compare_calls(&subjects, &[&COUNTED], ROUNDS, 1);
    table.push("nanoseconds", times.iter().map(|time| time / f64::from(COUNTED)).collect());
    table.push(
        "allocations",
        LISTENERS.map(|(_, level)| requests.allocations(level)).into_iter().map(f64::from).collect(),
    );
    let counts = LISTENERS.map(|(name, _)| instructions(&["telemetry", "count", name], FIRST, COUNTED));
    if let Some(counts) = counts.into_iter().collect() {
        table.push("instructions", counts);
    }
    print(format_args!("{table}"));
}

/// An endpoint and a thread that asks it.
struct Requests {
    runtime: Runtime,
    endpoint: Endpoint<Router>,
}

impl Requests {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let endpoint = http_page::endpoint(http_page::config());
        Self { runtime: runtime.expect("a runtime starts"), endpoint }
    }

    fn ask(&self, requests: u32) {
        self.runtime.block_on(async {
            for _ in 0..requests {
                let request = Request::get("/messages/7").header("host", "localhost").body(Body::empty());
                let response = self.endpoint.call(request.expect("a request")).await;
                assert_eq!(response.status(), 200);
            }
        });
    }

    fn allocations(&self, level: LevelFilter) -> u32 {
        let _guard = listen(level);
        self.ask(FIRST);
        let allocated = allocations(|| self.ask(COUNTED));
        u32::try_from(allocated / u64::from(COUNTED)).expect("fewer than that")
    }
}

/// A log that goes nowhere, for as long as the guard is there. Nobody at all listens where everything is off.
fn listen(level: LevelFilter) -> Option<DefaultGuard> {
    let log = || tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::sink).finish();
    (level != LevelFilter::OFF).then(|| tracing::subscriber::set_default(log()))
}

fn count(listener: &str, requests: u32) {
    let (_, level) = LISTENERS.into_iter().find(|(name, _)| *name == listener).expect("a listener");
    let _guard = listen(level);
    Requests::new().ask(requests);
}
