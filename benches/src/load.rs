//! Many clients that do nothing, and more clients than can be served: how much memory the server takes goes out.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use bennu::endpoint::Listeners;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::measure::{Table, print};
use crate::{http, http_page, http_peers};

const CONNECTIONS: usize = 10_000;
/// What an idle connection may take at most, as the documentation of the endpoint says: bytes.
const STATED: f64 = 32.0 * 1024.0;
/// Requests at a time in the run with too many.
const REQUESTS: usize = 64;
const REQUEST: &[u8] = b"GET /messages/1 HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// Prints the table of the bench `load`. With arguments, it is one of the processes that the bench consists of.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => with_many_files(),
        ["serve", subject] => serve(subject),
        _ => measure(),
    }
    ExitCode::SUCCESS
}

/// Starts the bench once more, where the shell has let it open as many files as the system allows.
fn with_many_files() {
    let program = std::env::current_exe().expect("the bench has a path");
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n \"$(ulimit -Hn)\" && exec \"$0\" load measure"]).arg(program);
    let status = command.status().expect("there is a shell");
    assert!(status.success(), "the bench ended with {status}");
}

fn measure() {
    let subjects = ["Bennu", "axum"];
    let runs = subjects.map(|subject| Server::start(subject).hold());
    print(format_args!("{CONNECTIONS} connections from loopback, memory of the server's process"));
    let mut table = Table::new("bytes each", &subjects);
    for (case, phase) in
        [("that have said nothing", 0), ("idle after a request", 1), ("after they are gone", 2)]
    {
        table.push(case, runs.iter().map(|run| run[phase]).collect());
    }
    print(format_args!("{table}"));
    let most = runs[0][0].max(runs[0][1]);
    assert!(most <= STATED, "an idle connection takes {most} bytes, more than the {STATED} that are stated");
    if http::has_wrk() {
        overload();
    }
}

/// More requests than may be worked on at a time: what does not fit is turned away, and memory stays where it is.
fn overload() {
    let server = Server::start("limited");
    let before = server.memory();
    let wrk = Command::new("wrk")
        .args(["-t1", "-c1000", "-d10s", &format!("http://{}/slow", server.address)])
        .stdout(Stdio::piped())
        .spawn()
        .expect("wrk runs");
    let mut peak = before;
    for _ in 0..90 {
        std::thread::sleep(Duration::from_millis(100));
        peak = peak.max(server.memory());
    }
    let output = wrk.wait_with_output().expect("wrk ends");
    let text = String::from_utf8_lossy(&output.stdout);
    let number =
        |text: Option<&str>| text.and_then(|text| text.trim().parse::<u64>().ok()).unwrap_or_default();
    let all = number(text.lines().find_map(|line| Some(line.split_once(" requests in")?.0)));
    let refused = number(text.lines().find_map(|line| line.trim().strip_prefix("Non-2xx or 3xx responses:")));
    let answered = all - refused;
    print(format_args!(
        "1,000 clients of a page that takes 100 ms, {REQUESTS} at a time allowed, 10 s: {answered} answered (of {} possible), \
         {refused} turned away with 503; memory {:.1} MB before, {:.1} MB at most",
        REQUESTS * 100,
        before / 1e6,
        peak / 1e6,
    ));
}

/// A process that serves.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(subject: &str) -> Self {
        let program = std::env::current_exe().expect("the bench has a path");
        let mut process = Command::new(program)
            .args(["load", "serve", subject])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the bench starts itself");
        let mut line = String::new();
        let output = process.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut line).expect("the server says where it listens");
        Self { process, address: line.trim().parse().expect("an address") }
    }

    /// Bytes of memory that are there for nobody else.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.expect("the bench runs on Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it has memory");
        line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") * 1024.0
    }

    /// Bytes for each connection: new, after a request, and when all are gone.
    fn hold(&self) -> [f64; 3] {
        // What is set up at the first request is nobody's share.
        drop(self.connect_all(100, true));
        let before = self.memory();
        let per_connection = |memory: f64| (memory - before) / CONNECTIONS as f64;
        let mut connections = self.connect_all(CONNECTIONS, false);
        let fresh = per_connection(self.settled());
        connections.iter_mut().for_each(ask);
        let idle = per_connection(self.settled());
        drop(connections);
        [fresh, idle, per_connection(self.settled())]
    }

    fn connect_all(&self, count: usize, asking: bool) -> Vec<TcpStream> {
        let connect = |_| {
            let mut stream = TcpStream::connect(self.address).expect("the server accepts");
            if asking {
                ask(&mut stream);
            }
            stream
        };
        (0..count).map(connect).collect()
    }

    /// The memory once it no longer changes.
    fn settled(&self) -> f64 {
        let mut memory = self.memory();
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let now = self.memory();
            if (now - memory).abs() < 64.0 * 1024.0 {
                return now;
            }
            memory = now;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Sends a request and reads the response.
fn ask(stream: &mut TcpStream) {
    stream.write_all(REQUEST).expect("the server reads");
    let mut response = Vec::new();
    let mut part = [0; 1024];
    while !response.ends_with(b"message 1") {
        let length = stream.read(&mut part).expect("the server answers");
        assert!(length > 0, "the server hung up after {:?}", String::from_utf8_lossy(&response));
        response.extend_from_slice(&part[..length]);
    }
}

/// Is the server until the bench lets go of its input.
fn serve(subject: &str) {
    Runtime::new().expect("a runtime starts").block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = listener.local_addr().expect("it listens");
        match subject {
            "axum" => drop(tokio::spawn(async { axum::serve(listener, http_peers::axum()).await })),
            subject => {
                let mut config = http_page::config();
                config.limits.idle_timeout = Duration::from_secs(3600);
                config.limits.header_timeout = Duration::from_secs(3600);
                if subject == "limited" {
                    config.limits.requests = REQUESTS;
                }
                let endpoint = http_page::endpoint(config);
                tokio::spawn(endpoint.serve_until(Listeners::from(listener), std::future::pending()));
            }
        }
        print(format_args!("{address}"));
        let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        let _ = end.await;
    });
}
