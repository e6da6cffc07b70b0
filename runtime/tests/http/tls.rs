//! Connections under TLS, with a certificate that the test makes for itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bennu::endpoint::{Config, Listener, Listeners, Tls, TlsError};
#[cfg(feature = "http2")]
use bennu::http::Request;
use futures_util::{SinkExt as _, StreamExt as _};
use rcgen::CertifiedKey;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_rustls::{TlsConnector, rustls};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::app::config;
use super::wire::{Client, Server};

/// What the server shows, and a client that trusts it.
struct Identity {
    tls: Tls,
    roots: RootCertStore,
}

impl Identity {
    fn new() -> Self {
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let tls = Tls::from_pem(cert.pem().as_bytes(), signing_key.serialize_pem().as_bytes()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(cert.der().clone()).unwrap();
        Self { tls, roots }
    }

    async fn serve(&self, config: Config) -> Server {
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Server::start_with(Listener::tls(tcp, self.tls.clone()), config)
    }

    async fn connect(&self, address: SocketAddr, protocols: &[&str]) -> TlsStream<TcpStream> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(self.roots.clone())
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let tcp = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap()
    }
}

#[tokio::test]
async fn requests_come_under_tls_and_the_conn_knows() {
    let identity = Identity::new();
    let server = identity.serve(config()).await;
    let mut client = Client(identity.connect(server.address, &["http/1.1"]).await);
    for _ in 0..2 {
        client.send("GET /raw/peer HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        let response = client.response().await;
        assert_eq!(response.body, "127.0.0.1 asks localhost");
        assert!(response.head.contains("x-scheme: https"), "{response:?}");
    }
}

#[tokio::test]
async fn http_and_https_are_served_side_by_side() {
    let identity = Identity::new();
    let mut config = config();
    (config.port, config.tls) = (0, Some(identity.tls.clone().with_port(0)));
    let listeners = Listeners::bind(&config).await.unwrap();
    let addresses = listeners.addresses();
    let mut server = Server::start_with(listeners, config);
    assert_eq!(server.status("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await, "200");
    let mut client = Client(identity.connect(addresses[1], &[]).await);
    client.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.response().await.status, "200");
    server.stop.take().unwrap().send(()).unwrap();
    server.task.await.unwrap();
    assert!(client.is_closed().await);
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = config();
    config.port = taken.local_addr().unwrap().port();
    let error = Listeners::bind(&config).await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot listen on 127.0.0.1:{}: ", config.port)), "{error}");
}

#[tokio::test]
async fn sockets_are_opened_under_tls() {
    let identity = Identity::new();
    let server = identity.serve(config()).await;
    let stream = identity.connect(server.address, &["http/1.1"]).await;
    let (mut socket, _) =
        client_async("wss://localhost/live/websocket?vsn=2.0.0", stream).await.expect("it is upgraded");
    socket.send(Message::text(r#"[null,"1","phoenix","heartbeat",{}]"#)).await.unwrap();
    let reply = socket.next().await.unwrap().unwrap();
    assert_eq!(reply.to_text().unwrap(), r#"[null,"1","phoenix","phx_reply",{"status":"ok","response":{}}]"#);
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn http2_is_offered_to_who_speaks_it() {
    let identity = Identity::new();
    let server = identity.serve(config()).await;
    let stream = identity.connect(server.address, &["h2", "http/1.1"]).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (mut sender, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    let request = Request::get("https://localhost/raw/peer").body(()).unwrap();
    let response = sender.send_request(request, true).unwrap().0.await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-scheme"]),
        (200, &"https".parse().unwrap())
    );
    connection.abort();
    let stream = identity.connect(server.address, &["http/1.1"]).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
}

#[tokio::test]
async fn whoever_does_not_shake_hands_is_cut_off() {
    let identity = Identity::new();
    let mut config = config();
    config.limits.header_timeout = Duration::from_millis(50);
    let server = identity.serve(config).await;
    let mut silent = server.connect().await;
    assert!(silent.is_closed().await);
    let mut plain = server.connect().await;
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let mut received = Vec::new();
    let _ = plain.0.read_to_end(&mut received).await;
    assert!(!received.starts_with(b"HTTP/"), "{received:?}");
}

#[test]
fn certificates_that_cannot_be_used_say_why() {
    let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(["a".to_owned()]).unwrap();
    let (cert, key) = (cert.pem(), signing_key.serialize_pem());
    let other = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let read = |cert: &str, key: &str| Tls::from_pem(cert.as_bytes(), key.as_bytes());
    assert!(read(&cert, &key).is_ok());
    assert!(matches!(read(&key, &key), Err(TlsError::NoCertificate)));
    assert!(matches!(read(&cert, &cert), Err(TlsError::NoKey)));
    assert!(matches!(read(&cert, &other), Err(TlsError::Mismatch(rustls::Error::InconsistentKeys(_)))));
    assert!(matches!(read(&cert, "-----BEGIN PRIVATE KEY-----\n%\n-----END"), Err(TlsError::NoKey)));
    let missing = Tls::from_pem_files("/nowhere/cert.pem", "/nowhere/key.pem").unwrap_err().to_string();
    assert!(missing.starts_with("`/nowhere/cert.pem` cannot be read: "), "{missing}");
}
