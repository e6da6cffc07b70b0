//! What is compressed, how, and what is left alone.

use std::io::Read as _;

use bennu::bytes::Bytes;
use bennu::conn::Event;
use bennu::endpoint::{Compression, Config};
use bennu::http::{Request, header};
use bennu::testing::{Client, Response};
use bennu::{Body, Endpoint, Result};

type Conn = bennu::Conn<()>;

bennu::router! {
    /// Responses of all kinds.
    Router for ();

    get "/text/{bytes}" => text;
    get "/json/{bytes}" => json;
    get "/image" => image;
    get "/secret" => secret;
    get "/packed" => packed;
    get "/chunks" => chunks;
    get "/large" => large;
    get "/events" => events;
    get "/tagged" => tagged;
    get "/empty" => empty;
}

async fn text(conn: &mut Conn, bytes: usize) -> Result {
    conn.text("text ".repeat(bytes / 5))
}

async fn json(conn: &mut Conn, bytes: usize) -> Result {
    conn.json(&"x".repeat(bytes))
}

async fn image(conn: &mut Conn) -> Result {
    conn.put_resp_content_type("image/png").send_resp(200, "x".repeat(5_000))
}

async fn secret(conn: &mut Conn) -> Result {
    conn.put_resp_header("cache-control", "no-store, no-transform").text("x".repeat(5_000))
}

async fn packed(conn: &mut Conn) -> Result {
    conn.put_resp_header("content-encoding", "deflate").text("x".repeat(5_000))
}

async fn chunks(conn: &mut Conn) -> Result {
    conn.put_resp_content_type("text/csv").send_chunked(200, |mut chunks| async move {
        for number in 0..3 {
            chunks.send(format!("{number},")).await?;
        }
        Ok(())
    })
}

async fn large(conn: &mut Conn) -> Result {
    conn.text((0..200_000).map(|number| number.to_string()).collect::<String>())
}

async fn events(conn: &mut Conn) -> Result {
    conn.send_events(|mut events| async move { events.send(Event::new("x".repeat(5_000))).await })
}

async fn tagged(conn: &mut Conn) -> Result {
    conn.put_resp_header("etag", "\"7\"").text("x".repeat(5_000))
}

async fn empty(conn: &mut Conn) -> Result {
    conn.put_resp_content_type("text/plain").send_resp(204, ())
}

async fn ask(method: &str, path: &str, accepted: &str) -> Response {
    ask_of(Config::default(), method, path, accepted).await
}

async fn ask_of(config: Config, method: &str, path: &str, accepted: &str) -> Response {
    let mut client = Client::new(Endpoint::<Router>::new((), config));
    let request = Request::builder().method(method).uri(path).header(header::ACCEPT_ENCODING, accepted);
    client.request(request.body(Body::empty()).unwrap()).await
}

fn unpacked(response: &Response) -> Vec<u8> {
    let mut out = Vec::new();
    match response.header("content-encoding") {
        Some("gzip") => flate2::read::GzDecoder::new(response.body()).read_to_end(&mut out).unwrap(),
        Some("br") => brotli::Decompressor::new(response.body(), 4096).read_to_end(&mut out).unwrap(),
        Some("zstd") => {
            zstd::stream::read::Decoder::new(response.body()).unwrap().read_to_end(&mut out).unwrap()
        }
        other => panic!("{other:?}"),
    };
    out
}

#[tokio::test]
async fn texts_come_as_the_client_likes_them_best() {
    for (accepted, encoding) in [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("gzip;q=1, br;q=0.5, zstd;q=0", "gzip"),
    ] {
        for (path, text) in
            [("/text/5000", "text ".repeat(1_000)), ("/json/5000", format!("\"{}\"", "x".repeat(5_000)))]
        {
            let response = ask("GET", path, accepted).await;
            assert_eq!(response.header("content-encoding"), Some(encoding), "{accepted}");
            assert_eq!(response.header("vary"), Some("accept-encoding"));
            let length = response.body().len();
            assert_eq!(response.header("content-length"), Some(length.to_string().as_str()));
            assert!(length < 200, "{length} bytes by {encoding}");
            assert_eq!(unpacked(&response), text.as_bytes());
        }
    }
}

#[tokio::test]
async fn what_would_not_become_smaller_is_left_alone() {
    // With its quotes, the first one has 1,024 bytes, the other one fewer.
    assert_eq!(ask("GET", "/json/1022", "gzip").await.header("content-encoding"), Some("gzip"));
    for path in ["/json/1021", "/image", "/secret", "/empty", "/events"] {
        let response = ask("GET", path, "gzip, br, zstd").await;
        assert_eq!(response.header("content-encoding"), None, "{path}");
        assert_eq!(response.header("vary"), None, "{path}");
    }
    assert_eq!(ask("GET", "/packed", "gzip").await.header("content-encoding"), Some("deflate"));
    let plain = ask("GET", "/text/5000", "identity").await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("accept-encoding")));
    assert_eq!(plain.body().len(), 5_000);
}

#[tokio::test]
async fn pieces_are_compressed_as_they_come() {
    for encoding in ["gzip", "br", "zstd"] {
        let response = ask("GET", "/chunks", encoding).await;
        assert_eq!(response.header("content-length"), None);
        assert_eq!(unpacked(&response), b"0,1,2,");
        let response = ask("GET", "/large", encoding).await;
        let whole: String = (0..200_000).map(|number| number.to_string()).collect();
        assert!(response.body().len() < whole.len() / 2);
        assert_eq!(unpacked(&response), whole.as_bytes());
    }
}

/// What has come of a stream can be read before the rest has come.
#[tokio::test]
async fn a_piece_does_not_wait_for_the_next() {
    use http_body_util::BodyExt as _;

    let endpoint = Endpoint::<Router>::new((), Config::default());
    let request =
        Request::get("/chunks").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
    let mut body = endpoint.call(request).await.into_body();
    let first: Bytes = body.frame().await.unwrap().unwrap().into_data().unwrap();
    let mut text = [0; 2];
    flate2::read::GzDecoder::new(&first[..]).read_exact(&mut text).unwrap();
    assert_eq!(&text, b"0,");
}

#[tokio::test]
async fn validators_are_weak_and_head_says_what_get_would() {
    let response = ask("GET", "/tagged", "gzip").await;
    assert_eq!(response.header("etag"), Some("W/\"7\""));
    let head = ask("HEAD", "/tagged", "gzip").await;
    for name in ["etag", "content-encoding", "vary"] {
        assert_eq!(head.header(name), response.header(name), "{name}");
    }
    assert_eq!(head.header("content-length"), None);
    assert!(head.body().is_empty());
    assert_eq!(ask("GET", "/tagged", "").await.header("etag"), Some("\"7\""));
}

#[tokio::test]
async fn it_can_be_switched_off_and_extended() {
    let mut config = Config::default();
    config.compression = None;
    assert_eq!(ask_of(config, "GET", "/text/5000", "gzip").await.header("content-encoding"), None);
    let mut config = Config::default();
    let mut compression = Compression::default();
    (compression.threshold, compression.content_types) = (10, vec!["image/png".into()]);
    config.compression = Some(compression);
    for path in ["/text/10", "/image"] {
        let response = ask_of(config.clone(), "GET", path, "gzip").await;
        assert_eq!(response.header("content-encoding"), Some("gzip"), "{path}");
    }
}

#[tokio::test]
async fn the_browser_client_is_sent_compressed() {
    let plain = ask("GET", "/bennu/live.js", "").await;
    for encoding in ["gzip", "br", "zstd"] {
        let response = ask("GET", "/bennu/live.js", encoding).await;
        assert_eq!(unpacked(&response), plain.body());
        assert!(response.body().len() * 2 < plain.body().len());
        assert_eq!(response.header("etag"), plain.header("etag"));
    }
}
