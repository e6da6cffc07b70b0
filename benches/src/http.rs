//! Bennu and axum serve the same pages on the same hyper; `wrk` asks for them, and how long each took goes out.

use std::future::pending;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, ExitCode};

use axum::Router;
use bennu::Endpoint;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::data::Folder;
use crate::measure::{Table, instructions, median, print};
use crate::{http_page, http_peers, http_rumbl, http_rumbl_peer};

const ROUNDS: usize = 7;
const SECONDS: u32 = 2;
const CONNECTIONS: u32 = 32;
/// Requests whose instructions are not counted, and those that are.
const FIRST: u32 = 100;
const COUNTED: u32 = 400;

/// An application on a port of its own.
struct Subject {
    address: SocketAddr,
    /// What a first visit got: `name=value`.
    cookie: String,
}

/// What one run of `wrk` found: microseconds.
struct Run {
    per_request: f64,
    p99: f64,
    cpu: f64,
}

/// One of them.
type Figure = fn(&Run) -> f64;

/// Prints the table of the bench `http`. With arguments, it is the process whose instructions are counted.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    if let ["count", subject, visitor, requests] =
        arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice()
    {
        count(subject, *visitor == "known", requests.parse().expect("a number"));
        return ExitCode::SUCCESS;
    }
    if !has_wrk() {
        return ExitCode::FAILURE;
    }
    let runtime = Runtime::new().expect("a runtime starts");
    let page = serve(&runtime, http_page::endpoint(http_page::config()), http_peers::axum());
    let page = page.map(|address| Subject { address, cookie: cookie_of(&get(address, "/", "")) });
    check(&page, "/");
    let folder = Folder::new();
    let [ours, theirs] = ["bennu.sqlite", "axum.sqlite"].map(|name| folder.0.join(name));
    let endpoint = runtime.block_on(http_rumbl::rumbl(&ours, http_page::config()));
    drop(runtime.block_on(http_rumbl::rumbl(&theirs, http_page::config())));
    let [ours, theirs] = serve(&runtime, endpoint, http_rumbl_peer::axum(&theirs));
    let rumbl = [
        Subject { address: ours, cookie: http_rumbl::log_in(ours) },
        Subject { address: theirs, cookie: cookie_of(&get(theirs, "/log-in", "")) },
    ];
    ["/", "/manage/videos"].iter().for_each(|path| check(&rumbl, path));
    print(format_args!(
        "wrk with {CONNECTIONS} connections from loopback, median of {ROUNDS} interleaved rounds of {SECONDS} s"
    ));
    let mut table = Table::new("us", &["Bennu", "axum"]);
    measure(&mut table, "page, known visitor", &page, "/", true);
    measure(&mut table, "page, first visit", &page, "/", false);
    for visitor in ["known", "first"] {
        let counts = ["bennu", "axum"]
            .map(|subject| instructions(&["http", "count", subject, visitor], FIRST, COUNTED));
        if let Some(counts) = counts.into_iter().collect() {
            table.push(format!("page, {visitor} visitor: instructions"), counts);
        }
    }
    measure(&mut table, "rumbl's home", &rumbl, "/", true);
    measure(&mut table, "rumbl, 50 videos", &rumbl, "/manage/videos", true);
    print(format_args!("{table}"));
    ExitCode::SUCCESS
}

/// Serves both as long as the runtime lives; where they listen.
fn serve<R: bennu::router::Router>(runtime: &Runtime, ours: Endpoint<R>, theirs: Router) -> [SocketAddr; 2] {
    let listeners = runtime.block_on(async { [listen().await, listen().await] });
    let addresses = listeners.each_ref().map(|listener| listener.local_addr().expect("it listens"));
    let [bennu, axum] = listeners;
    runtime.spawn(ours.serve_until(bennu, pending()));
    runtime.spawn(async { axum::serve(axum, theirs).await });
    addresses
}

/// Whether there is `wrk`; says what to do where there is not.
pub(crate) fn has_wrk() -> bool {
    let is_there = Command::new("wrk").arg("-v").output().is_ok();
    if !is_there {
        print(format_args!("`wrk` is not installed; on Debian and Ubuntu, type `apt-get install wrk`"));
    }
    is_there
}

/// Serves one of the two on one thread, while another asks for the page again and again over one connection.
fn count(subject: &str, known: bool, requests: u32) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let listener = runtime.block_on(listen());
    let address = listener.local_addr().expect("it listens");
    match subject {
        "bennu" => {
            drop(runtime.spawn(http_page::endpoint(http_page::config()).serve_until(listener, pending())))
        }
        _ => drop(runtime.spawn(async { axum::serve(listener, http_peers::axum()).await })),
    }
    let asked = runtime.spawn_blocking(move || ask(address, known, requests));
    runtime.block_on(asked).expect("all are answered");
}

fn ask(address: SocketAddr, known: bool, requests: u32) {
    let cookie =
        if known { format!("cookie: {}\r\n", cookie_of(&get(address, "/", ""))) } else { String::new() };
    let request = format!("GET / HTTP/1.1\r\nhost: {address}\r\n{cookie}\r\n");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let mut space = vec![0; 64 * 1024];
    for _ in 0..requests {
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut length = 0;
        while !space[..length].ends_with(b"</html>") {
            let read = stream.read(&mut space[length..]).expect("the server answers");
            assert_ne!(read, 0, "the server goes on");
            length += read;
        }
        assert!(space.starts_with(b"HTTP/1.1 200 OK"), "{}", String::from_utf8_lossy(&space[..length]));
    }
}

async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port")
}

/// Three rows of the table: time and CPU time of a request, and the time within which 99 of 100 are answered.
fn measure(table: &mut Table, case: &str, subjects: &[Subject], path: &str, known: bool) {
    let mut runs: Vec<Vec<Run>> = subjects.iter().map(|_| Vec::new()).collect();
    for round in 0..=ROUNDS {
        for (subject, runs) in subjects.iter().zip(&mut runs) {
            let run = wrk(subject, path, known);
            // The first round warms up.
            if round > 0 {
                runs.push(run);
            }
        }
    }
    let figures: [(&str, Figure); 3] =
        [("per request", |run| run.per_request), ("CPU", |run| run.cpu), ("p99", |run| run.p99)];
    for (name, figure) in figures {
        let medians = runs.iter().map(|runs| median(runs.iter().map(figure).collect())).collect();
        table.push(format!("{case}: {name}"), medians);
    }
}

fn wrk(subject: &Subject, path: &str, known: bool) -> Run {
    let mut command = Command::new("wrk");
    command.args(["--latency", "-t1", &format!("-c{CONNECTIONS}"), &format!("-d{SECONDS}s")]);
    if known {
        command.args(["-H", &format!("cookie: {}", subject.cookie)]);
    }
    command.arg(format!("http://{}{path}", subject.address));
    let before = cpu_time();
    let output = command.output().expect("wrk runs");
    let spent = cpu_time() - before;
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && !text.contains("Non-2xx"), "wrk: {text}");
    let word = |line: &str, at: usize| {
        let line = text.lines().find(|found| found.trim_start().starts_with(line));
        line.and_then(|line| line.split_whitespace().nth(at))
            .unwrap_or_else(|| panic!("wrk: {text}"))
            .to_owned()
    };
    let rate: f64 = word("Requests/sec:", 1).parse().expect("wrk prints a number");
    let requests = text.lines().find_map(|line| line.trim().split_once(" requests in"));
    let requests: f64 = requests.and_then(|(number, _)| number.parse().ok()).expect("wrk prints a number");
    Run { per_request: 1e6 / rate, p99: microseconds(&word("99%", 1)), cpu: spent * 1e6 / requests }
}

/// `1.25ms` as 1,250.
fn microseconds(text: &str) -> f64 {
    let units = [("us", 1.0), ("ms", 1e3), ("s", 1e6)];
    let found = units.iter().find_map(|(unit, factor)| {
        let number = text.strip_suffix(unit)?;
        number.parse::<f64>().ok().map(|number| number * factor)
    });
    found.unwrap_or_else(|| panic!("wrk prints a time, not `{text}`"))
}

/// Seconds of CPU time that this process, which serves, has used so far.
fn cpu_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("the bench runs on Linux");
    // The name in the second field may contain spaces; user and system time are the 14th and 15th field.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

/// Head and body of a page.
pub(crate) fn get(address: SocketAddr, path: &str, headers: &str) -> String {
    send(address, &format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n"))
}

/// The response to a request that asks for the end of the connection.
pub(crate) fn send(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("the server answers");
    response
}

pub(crate) fn cookie_of(response: &str) -> String {
    let cookie =
        response.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a session begins");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

pub(crate) fn csrf_token(page: &str) -> Option<&str> {
    content(page, "csrf-token")
}

/// What the head of a page says under a name.
fn content<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    page.split(&format!("{name}\" content=\"")).nth(1)?.split('"').next()
}

/// Both answer with the same headers and the same page, and both know their visitor.
fn check(subjects: &[Subject; 2], path: &str) {
    let [bennu, axum] = subjects.each_ref().map(|subject| {
        let page = get(subject.address, path, &format!("cookie: {}\r\n", subject.cookie));
        assert!(
            page.starts_with("HTTP/1.1 200") && !page.contains("set-cookie"),
            "the session was lost: {page}"
        );
        let (head, body) = page.split_once("\r\n\r\n").expect("a response has a head");
        let mut names: Vec<_> = head.lines().filter_map(|line| line.split(':').next()).collect();
        names.sort_unstable();
        let tokens = ["csrf-token", "user-token"].into_iter().filter_map(|name| content(body, name));
        let spelt = tokens.map(|token| (token, "TOKEN")).chain([("&#34;", "&quot;"), ("&#38;", "&amp;")]);
        let spelt = spelt.chain([("&#60;", "&lt;"), ("&#62;", "&gt;"), ("> <", "><")]);
        let body = spelt.fold(body.to_owned(), |body, (from, to)| body.replace(from, to));
        assert!(body.contains("TOKEN"), "the page has a token: {body}");
        format!("{names:?} {}", body.replace('<', "\n<"))
    });
    let differs = bennu.lines().zip(axum.lines()).find(|(bennu, axum)| bennu != axum);
    assert!(differs.is_none() && bennu.lines().count() == axum.lines().count(), "{path}: {differs:?}");
}
