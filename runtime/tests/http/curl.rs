//! The endpoint and a client that everybody knows: `curl` speaks to it in every way it can.

use std::process::Stdio;

use bennu::endpoint::{Config, Listener, Listeners, Tls};
use tokio::net::TcpListener;
use tokio::process::Command;

use super::app::config;
use super::wire::Server;

/// What `curl` found: what it prints by `--write-out`, behind what it was sent.
async fn curl(server: &Server, path: &str, arguments: &[&str]) -> String {
    curl_at(&format!("http://{}{path}", server.address), arguments).await
}

async fn curl_at(url: &str, arguments: &[&str]) -> String {
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--max-time", "60", "--noproxy", "*"])
        .args(arguments)
        .arg(url)
        .stdin(Stdio::null())
        .output()
        .await
        .expect("curl runs; on Debian: apt-get install curl");
    let (text, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "curl {arguments:?} {url}: {error}");
    text.replace("\r\n", "\n")
}

/// Settings with room for what these tests send.
fn roomy() -> Config {
    let mut config = config();
    config.limits.body = 1_000_000;
    config.limits.multipart = 1_000_000;
    config
}

#[tokio::test]
async fn curl_keeps_its_connection_and_speaks_both_versions_of_http() {
    let server = Server::start(config()).await;
    let again = format!("http://{}/api/echo?b=2", server.address);
    let format = " %{http_code} %{http_version} %{num_connects}\n";
    let said = curl(&server, "/api/echo?a=1", &["--http1.1", "--write-out", format, &again]).await;
    assert_eq!(said, "{\"b\":\"2\"} 200 1.1 1\n{\"a\":\"1\"} 200 1.1 0\n");
    for version in ["--http2-prior-knowledge", "--http2"] {
        let said = curl(&server, "/api/echo?a=1", &[version, "--write-out", format]).await;
        // Without prior knowledge, curl asks for an upgrade, which nobody has to grant (RFC 9113, 3.1).
        let spoken = if version == "--http2" { "1.1" } else { "2" };
        assert_eq!(said, format!("{{\"a\":\"1\"}} 200 {spoken} 1\n"));
    }
}

#[tokio::test]
async fn curl_sends_bodies_in_chunks_and_waits_to_be_told_to_go_on() {
    let server = Server::start(roomy()).await;
    let long = format!("a={}", "x".repeat(100_000));
    let file = tempfile(&long);
    let data = format!("@{}", file.display());
    let form = ["--data", &data, "--write-out", " %{http_code}"];
    let whole = curl(&server, "/api/echo", &form).await;
    assert!(whole.ends_with("x\"} 200") && whole.len() > 100_000);
    let chunked = [&form[..], &["--header", "transfer-encoding: chunked"]].concat();
    assert_eq!(curl(&server, "/api/echo", &chunked).await, whole);
    let asked = [&form[..], &["--header", "expect: 100-continue", "--expect100-timeout", "30"]].concat();
    assert_eq!(curl(&server, "/api/echo", &asked).await, whole);
    let second = [&form[..], &["--http2-prior-knowledge"]].concat();
    assert_eq!(curl(&server, "/api/echo", &second).await, whole);
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn curl_is_told_at_once_that_a_body_is_too_long() {
    let server = Server::start(config()).await;
    let file = tempfile(&"x".repeat(20_000));
    let data = format!("@{}", file.display());
    // Over HTTP/2, this curl may take the reset that follows for a failure: RFC 9113 (8.1) allows it.
    let refused = ["--data", &data, "--output", "/dev/null", "--write-out", "%{http_code}"];
    assert_eq!(curl(&server, "/api/echo", &refused).await, "413");
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn curl_gets_heads_parts_packed_texts_and_what_has_changed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = files_on(listener);
    let head = curl(&server, "/files/curl.rs", &["--head"]).await;
    assert!(head.starts_with("HTTP/1.1 200 OK\n") && head.contains("\naccept-ranges: bytes\n"), "{head}");
    let etag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let status = ["--output", "/dev/null", "--write-out", "%{http_code} %{size_download}"];
    let known = format!("if-none-match: {etag}");
    let unchanged = [&status[..], &["--header", &known]].concat();
    assert_eq!(curl(&server, "/files/curl.rs", &unchanged).await, "304 0");
    assert_eq!(curl(&server, "/files/curl.rs", &["--range", "4-15"]).await, "The endpoint");
    let beyond =
        [&status[..1], &["/dev/null", "--range", "9000000-", "--write-out", "%{http_code}"]].concat();
    assert_eq!(curl(&server, "/files/curl.rs", &beyond).await, "416");
    let plain = curl(&server, "/files/curl.rs", &[]).await;
    assert_eq!(curl(&server, "/files/curl.rs", &["--compressed"]).await, plain);
    let long = format!("/api/echo?a={}", "x".repeat(1_500));
    let packed = curl(&server, &long, &["--compressed", "--include"]).await;
    assert!(packed.contains("\ncontent-encoding: ") && packed.ends_with("xxx\"}"), "{packed}");
}

#[tokio::test]
async fn curl_keeps_cookies_follows_redirects_and_sends_files() {
    let server = Server::start(config()).await;
    let jar = tempfile("");
    let cookies = ["--cookie", jar.to_str().unwrap(), "--cookie-jar", jar.to_str().unwrap()];
    assert_eq!(curl(&server, "/session/kept", &cookies).await, "put");
    assert_eq!(curl(&server, "/session", &cookies).await, "kept");
    let followed =
        curl(&server, "/forward", &["--location", "--write-out", " %{http_code} %{num_redirects}"]).await;
    assert!(followed.ends_with(" 200 1"), "{followed}");
    let sent = curl(&server, "/api/echo", &["--form", "name=ana", "--form", "more=ü"]).await;
    assert_eq!(sent, r#"{"name":"ana","more":"ü"}"#);
    let json = ["--json", r#"{"a":[1,2]}"#, "--request", "PUT"];
    assert_eq!(curl(&server, "/api/echo", &json).await, r#"{"a":[1,2]}"#);
    std::fs::remove_file(jar).unwrap();
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn curl_shakes_hands_and_is_offered_http2() {
    let identity = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, key) = (identity.cert.pem(), identity.signing_key.serialize_pem());
    let tls = Tls::from_pem(cert.as_bytes(), key.as_bytes()).unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server::start_with(Listener::tls(tcp, tls), config());
    let authority = tempfile(&cert);
    let port = server.address.port();
    let (url, resolve) =
        (format!("https://localhost:{port}/raw/peer"), format!("localhost:{port}:127.0.0.1"));
    let trusting = ["--cacert", authority.to_str().unwrap(), "--resolve", &resolve];
    let versions: &[(&str, &str)] = if cfg!(feature = "http2") {
        &[("--http2", "2"), ("--http1.1", "1.1")]
    } else {
        &[("--http1.1", "1.1")]
    };
    for (version, name) in versions {
        let asked = ["--output", "/dev/null", "--write-out", "%{http_code} %{http_version}", version];
        let said = curl_at(&url, &[&trusting[..], &asked].concat()).await;
        assert_eq!(said, format!("200 {name}"));
    }
    std::fs::remove_file(authority).unwrap();
}

/// A server that has the files of this directory as well.
fn files_on(listener: TcpListener) -> Server {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http");
    Server::start_as(Listeners::from(listener), super::app::endpoint().static_files("/files", directory))
}

/// A file with this text, under a name of its own.
fn tempfile(text: &str) -> std::path::PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};

    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("bennu-curl-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, text).unwrap();
    path
}
