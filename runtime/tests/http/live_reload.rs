//! Pages that load themselves again: the script that they get, and what it hears.

use std::path::{Path, PathBuf};

use bennu::endpoint::{Config, Listeners, LiveReload};
use bennu::plug::put_content_security_policy;
use bennu::serde_json::{Value, from_str, json};
use bennu::testing::{Client, Telemetry};
use bennu::{Endpoint, Result};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::wire;

type Conn = bennu::Conn<()>;

bennu::router! {
    /// Pages, whole and in pieces.
    Router for ();

    pipeline careful { plug put_content_security_policy("script-src 'nonce-{nonce}'"); }

    scope "/" {
        get "/page" => page;
        get "/fragment" => fragment;
        get "/text" => text;
    }

    scope "/careful" { pipe_through careful; get "/page" => page; }
}

async fn page(conn: &mut Conn) -> Result {
    conn.html("<html><body><p>a page with </body> in it</p></body></html>")
}

async fn fragment(conn: &mut Conn) -> Result {
    conn.html("<p>a piece of a page</p>")
}

async fn text(conn: &mut Conn) -> Result {
    conn.text("no page: </body>")
}

fn config() -> Config {
    let mut config = Config::default();
    config.live_reload = Some(LiveReload::new());
    config
}

fn client() -> Client<Router> {
    Client::new(Endpoint::new((), config()))
}

#[tokio::test]
async fn whole_pages_get_the_script_and_nothing_else_does() {
    let page = client().get("/page").await;
    let length: usize = page.header("content-length").unwrap().parse().unwrap();
    let page = page.html_response(200);
    let (before, script) = page.split_once("<script").unwrap();
    assert_eq!(before, "<html><body><p>a page with </body> in it</p>");
    assert!(
        script.contains(" src=\"/bennu/live_reload.js?server=")
            && script.ends_with("</script></body></html>")
    );
    assert_eq!(length, page.len());
    assert!(
        client().get("/nowhere").await.html_response(404).contains("live_reload.js"),
        "error pages as well"
    );
    assert_eq!(client().get("/fragment").await.html_response(200), "<p>a piece of a page</p>");
    assert_eq!(client().get("/text").await.text_response(200), "no page: </body>");
    let mut without = Client::new(Endpoint::<Router>::new((), Config::default()));
    assert!(!without.get("/page").await.html_response(200).contains("<script"));
    without.get("/bennu/live_reload").await.assert_status(404);
}

#[tokio::test]
async fn the_script_has_the_nonce_of_the_page() {
    let page = client().get("/careful/page").await;
    let policy = page.header("content-security-policy").unwrap().to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(page.html_response(200).contains(&format!("nonce=\"{nonce}\"")), "{policy}");
}

/// A server with static files of its own, which it watches.
struct Watched {
    directory: PathBuf,
    stop: oneshot::Sender<()>,
    stream: wire::Client,
}

impl Watched {
    async fn start(name: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("bennu-reload-{name}-{}", std::process::id()));
        let texts = directory.join("texts/deep");
        std::fs::create_dir_all(directory.join("assets")).unwrap();
        std::fs::create_dir_all(&texts).unwrap();
        std::fs::write(directory.join("assets/app.css"), "a { color: red }").unwrap();
        let mut config = Config::default();
        let pattern = format!("{}/texts/**/*.md", directory.display());
        config.live_reload = Some(LiveReload::new().pattern(&pattern));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let endpoint = Endpoint::<Router>::new((), config).static_files("/assets", directory.join("assets"));
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(endpoint.serve_until(Listeners::from(listener), async { stopped.await.unwrap_or(()) }));
        let mut stream = wire::Client::connect(address).await;
        stream.send("GET /bennu/live_reload HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let head = stream.response().await.head;
        assert!(head.contains("content-type: text/event-stream"), "{head}");
        Self { directory, stop, stream }
    }

    fn write(&self, file: impl AsRef<Path>) {
        std::fs::write(self.directory.join(file), "b { color: blue }").unwrap();
    }

    /// How often pages and styles have changed, as the next event says.
    async fn changes(&mut self) -> Value {
        let mut event = Vec::new();
        while !event.ends_with(b"}\n\n") {
            event.push(self.stream.0.read_u8().await.unwrap());
        }
        let event = String::from_utf8(event).unwrap();
        assert!(event.contains("retry: 300\n"), "{event}");
        let json: Value = from_str(event.split("data: ").nth(1).unwrap().lines().next().unwrap()).unwrap();
        json!([json["pages"], json["styles"]])
    }
}

#[tokio::test]
async fn changes_of_files_are_told_as_they_happen() {
    let mut watched = Watched::start("told").await;
    assert_eq!(watched.changes().await, json!([0, 0]));
    watched.write("assets/app.css");
    assert_eq!(watched.changes().await, json!([0, 1]));
    // What is only read, what is hidden, and what no pattern means, is no change.
    std::fs::read(watched.directory.join("assets/app.css")).unwrap();
    watched.write("assets/.app.css.swp");
    watched.write("texts/deep/a.txt");
    watched.write("texts/deep/a.md");
    assert_eq!(watched.changes().await, json!([1, 1]));
    watched.write("assets/app.js");
    assert_eq!(watched.changes().await, json!([2, 1]));
    std::fs::remove_file(watched.directory.join("assets/app.css")).unwrap();
    assert_eq!(watched.changes().await, json!([2, 2]));
    std::fs::remove_dir_all(&watched.directory).unwrap();
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_open_pages() {
    let mut watched = Watched::start("shutdown").await;
    assert_eq!(watched.changes().await, json!([0, 0]));
    watched.stop.send(()).unwrap();
    let mut rest = Vec::new();
    watched.stream.0.read_to_end(&mut rest).await.unwrap();
    assert!(rest.ends_with(b"0\r\n\r\n"), "the stream ends as it should");
    std::fs::remove_dir_all(&watched.directory).unwrap();
}

#[tokio::test]
async fn a_directory_that_is_not_there_is_logged_and_the_server_runs() {
    let telemetry = Telemetry::attach();
    let mut config = config();
    config.live_reload = Some(LiveReload::new().pattern("no/such/directory/*.md"));
    let server = wire::Server::start(config).await;
    assert_eq!(server.status("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await, "200");
    let event = telemetry.event("bennu::endpoint", "`no/such/directory` cannot be watched for changes");
    assert!(event.field("error").is_some());
}

#[test]
#[should_panic(expected = "`a/***` is no pattern of files")]
fn a_pattern_that_is_none_is_a_mistake_in_the_program() {
    let _ = LiveReload::new().pattern("a/***");
}
