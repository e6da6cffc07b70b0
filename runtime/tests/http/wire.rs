//! Raw bytes over real connections.

use std::net::SocketAddr;
use std::time::Duration;

use bennu::Endpoint;
use bennu::endpoint::{Config, Listeners};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::app::{App, Router, config};

/// A server on a port of its own, which stops when it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) endpoint: Endpoint<Router>,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    pub(crate) task: tokio::task::JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(config: Config) -> Self {
        Self::start_on("127.0.0.1:0", config).await
    }

    pub(crate) async fn start_on(address: &str, config: Config) -> Self {
        Self::start_with(TcpListener::bind(address).await.unwrap(), config)
    }

    /// A server on several listeners; its address is that of the first.
    pub(crate) fn start_with(listeners: impl Into<Listeners>, config: Config) -> Self {
        Self::start_as(listeners.into(), Endpoint::new(App::default(), config))
    }

    pub(crate) fn start_as(listeners: Listeners, endpoint: Endpoint<Router>) -> Self {
        let address = listeners.addresses()[0];
        let (stop, stopped) = oneshot::channel::<()>();
        let until = async {
            let _ = stopped.await;
        };
        let task = tokio::spawn(endpoint.clone().serve_until(listeners, until));
        Self { address, endpoint, stop: Some(stop), task }
    }

    pub(crate) async fn connect(&self) -> Client {
        Client::connect(self.address).await
    }

    /// The status of one request on a connection of its own.
    pub(crate) async fn status(&self, request: impl AsRef<[u8]>) -> String {
        let mut client = self.connect().await;
        client.send(request).await;
        client.response().await.status
    }
}

pub(crate) struct Client<IO = TcpStream>(pub(crate) IO);

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> Client<IO> {
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Reads one response by its content-length.
    pub(crate) async fn response(&mut self) -> Response {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(
                self.0.read_u8().await.unwrap_or_else(|error| panic!("no response: {error}; got {head:?}")),
            );
        }
        let head = String::from_utf8(head).unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        self.0.read_exact(&mut body).await.unwrap();
        let status = head.split(' ').nth(1).unwrap().to_owned();
        Response { status, head, body: String::from_utf8(body).unwrap() }
    }

    /// Whether the server has closed the connection without another byte.
    pub(crate) async fn is_closed(&mut self) -> bool {
        matches!(self.0.read(&mut [0]).await, Ok(0))
    }
}

#[tokio::test]
async fn a_connection_carries_many_requests() {
    let server = Server::start(config()).await;
    let mut client = server.connect().await;
    for _ in 0..3 {
        client.send("GET /raw/peer HTTP/1.1\r\nHost: example.com:80\r\n\r\n").await;
        let response = client.response().await;
        assert_eq!((response.status.as_str(), response.body.as_str()), ("200", "127.0.0.1 asks example.com"));
    }
    client.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.response().await.status, "200");
    assert_eq!(client.response().await.status, "404");
    client.send("GET /raw/peer HTTP/1.1\r\nHost: [::1]:4000\r\nConnection: close\r\n\r\n").await;
    assert_eq!(client.response().await.body, "127.0.0.1 asks [::1]");
    assert!(client.is_closed().await);
}

#[tokio::test]
async fn old_and_absolute_requests_are_understood() {
    let server = Server::start(config()).await;
    let mut client = server.connect().await;
    client.send("GET http://example.com:80/raw/peer HTTP/1.1\r\nHost: example.com\r\n\r\n").await;
    assert_eq!(client.response().await.body, "127.0.0.1 asks example.com");
    client.send("GET /raw/peer HTTP/1.0\r\n\r\n").await;
    assert_eq!(client.response().await.body, "127.0.0.1 asks ");
    assert!(client.is_closed().await);
}

#[tokio::test]
async fn chunked_bodies_are_read() {
    let server = Server::start(config()).await;
    let mut client = server.connect().await;
    client
        .send("POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n4\r\n&b=2\r\n0\r\n\r\n")
        .await;
    assert_eq!(client.response().await.body, "{\"a\":\"1\",\"b\":\"2\"}");
}

#[tokio::test]
async fn malformed_requests_get_their_status_and_the_server_goes_on() {
    let server = Server::start(config()).await;
    let form = "Content-Type: application/x-www-form-urlencoded";
    let cases: [(&str, Vec<u8>); 20] = [
        ("400", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        ("400", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_vec()),
        ("404", b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("404", b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("404", b"PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("400", b"nonsense\r\n\r\n".to_vec()),
        ("400", b"GET / HTTP/1.1\r\nbroken header\r\n\r\n".to_vec()),
        ("400", b"GET /% HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("400", b"GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("400", b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("400", b"GET /?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("400", format!("POST /api/echo HTTP/1.1\r\nHost: a\r\n{form}\r\nContent-Length: 5\r\n\r\na=%ff").into()),
        ("400", b"POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{]".to_vec()),
        ("400", format!("POST /api/echo HTTP/1.1\r\nHost: a\r\n{form}\r\nContent-Length: x\r\n\r\n").into()),
        ("400", format!("POST /api/echo HTTP/1.1\r\nHost: a\r\n{form}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").into()),
        ("415", b"POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx".to_vec()),
        ("403", format!("POST /messages HTTP/1.1\r\nHost: a\r\n{form}\r\nContent-Length: 3\r\n\r\na=1").into()),
        ("414", format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(3_000)).into()),
        ("431", format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(9_000)).into()),
        ("431", format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(101)).into()),
    ];
    for (status, request) in cases {
        let shown = String::from_utf8_lossy(&request[..request.len().min(80)]).into_owned();
        assert_eq!(server.status(request).await, status, "{shown}");
        assert_eq!(server.status("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await, "200", "after {shown}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_read_and_the_client_hears_it() {
    let server = Server::start(config()).await;
    let head = "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    let mut client = server.connect().await;
    client.send(format!("{head}Content-Length: 10001\r\n\r\n")).await;
    assert_eq!(client.response().await.status, "413");
    // The client sends on, all of it, and still reads the response.
    let mut client = server.connect().await;
    client.send(format!("{head}Content-Length: 4000000\r\n\r\n")).await;
    client.send(vec![b'x'; 4_000_000]).await;
    assert_eq!(client.response().await.status, "413");
    let mut client = server.connect().await;
    client.send(format!("{head}Transfer-Encoding: chunked\r\n\r\n")).await;
    client.send(format!("2711\r\n{}\r\n", "x".repeat(10_001))).await;
    assert_eq!(client.response().await.status, "413");
}

#[tokio::test]
async fn who_waits_for_100_continue_is_told_to_go_on_or_refused() {
    let server = Server::start(config()).await;
    let head =
        "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n";
    let mut client = server.connect().await;
    client.send(format!("{head}Content-Length: 2\r\n\r\n")).await;
    assert_eq!(client.response().await.status, "100");
    client.send("{}").await;
    assert_eq!(client.response().await.status, "200");
    let mut client = server.connect().await;
    client.send(format!("{head}Content-Length: 10001\r\n\r\n")).await;
    assert_eq!(client.response().await.status, "413");
}

#[tokio::test]
async fn a_request_that_does_not_come_is_cut_off() {
    let mut config = config();
    config.limits.header_timeout = Duration::from_millis(1);
    config.limits.body_timeout = Duration::from_millis(1);
    let server = Server::start(config).await;
    let mut client = server.connect().await;
    client.send("GET / HTTP/1.1\r\nHost:").await;
    assert!(client.is_closed().await);
    let mut client = server.connect().await;
    let head =
        "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{";
    client.send(head).await;
    assert_eq!(client.response().await.status, "408");
}

#[tokio::test]
async fn a_response_that_breaks_off_ends_the_connection() {
    let server = Server::start(config()).await;
    let mut client = server.connect().await;
    client.send("GET /raw/broken-stream HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let mut received = Vec::new();
    let _ = client.0.read_to_end(&mut received).await;
    assert!(!received.ends_with(b"0\r\n\r\n"), "the last chunk must not come");
    assert_eq!(server.status("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await, "200");
}

#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let mut config = config();
    config.limits.connections = 1;
    let server = Server::start(config).await;
    let mut first = server.connect().await;
    first.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(first.response().await.status, "200");
    let mut second = server.connect().await;
    second.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    drop(first);
    assert_eq!(second.response().await.status, "200");
}
