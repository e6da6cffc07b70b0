//! Responses and requests that come piece by piece.

use std::sync::Arc;
use std::time::Duration;

use bennu::bytes::Bytes;
use bennu::conn::Event;
use bennu::endpoint::Config;
use bennu::http::{Method, Request, Response};
use bennu::testing::Client;
use bennu::{Body, Endpoint, Error, Result};
use http_body_util::BodyExt as _;
use tokio::sync::Notify;

/// The state: what says that a task has ended.
#[derive(Debug, Default)]
struct App {
    ended: Arc<Notify>,
}

type Conn = bennu::Conn<App>;

bennu::router! {
    /// Streams.
    Router for App;

    get "/export" => export;
    get "/endless" => endless;
    get "/fail" => fail;
    get "/panic" => panic;
    get "/events" => events;
    get "/silent" => silent;
    post "/count" => count;
    post "/whole" => whole;
}

async fn export(conn: &mut Conn) -> Result {
    conn.put_resp_content_type("text/csv").send_chunked(203, |mut chunks| async move {
        for day in 1..=50 {
            chunks.send(format!("{day}\n")).await?;
            chunks.send("").await?;
        }
        Ok(())
    })
}

async fn endless(conn: &mut Conn) -> Result {
    let ended = Arc::clone(&conn.state().ended);
    conn.send_chunked(200, |mut chunks| async move {
        while chunks.send("more").await.is_ok() {}
        ended.notify_one();
        Ok(())
    })
}

async fn fail(conn: &mut Conn) -> Result {
    conn.send_chunked(200, |mut chunks| async move {
        chunks.send("half").await?;
        Err(Error::internal("on purpose"))
    })
}

async fn panic(conn: &mut Conn) -> Result {
    conn.send_chunked(200, |mut chunks| async move {
        chunks.send("half").await?;
        panic!("on purpose")
    })
}

async fn events(conn: &mut Conn) -> Result {
    let since = conn.req_header("last-event-id").unwrap_or("0").to_owned();
    conn.send_events(|mut events| async move {
        events.send(Event::new(since).name("since")).await?;
        events.send(Event::json(&[1, 2])?.id("8")).await
    })
}

async fn silent(conn: &mut Conn) -> Result {
    conn.send_events_every(Duration::from_secs(5), |events| async move {
        std::future::pending::<()>().await;
        drop(events);
        Ok(())
    })
}

async fn count(conn: &mut Conn) -> Result {
    let (mut chunks, mut bytes) = (0, 0);
    while let Some(chunk) = conn.read_chunk(10).await? {
        chunks += 1;
        bytes += chunk.len();
    }
    conn.json(&(chunks, bytes))
}

async fn whole(conn: &mut Conn) -> Result {
    let body = conn.read_body(10).await?;
    conn.send_resp(200, body)
}

fn endpoint() -> Endpoint<Router> {
    let mut config = Config::default();
    config.pass = vec!["*/*".into()];
    Endpoint::new(App::default(), config)
}

async fn get(path: &str) -> Response<Body> {
    endpoint().call(Request::get(path).body(Body::empty()).unwrap()).await
}

async fn text(body: &mut Body) -> Option<String> {
    let data = body.frame().await?.expect("it does not break off").into_data().expect("it has no trailers");
    Some(String::from_utf8(data.to_vec()).unwrap())
}

#[tokio::test]
async fn a_response_comes_piece_by_piece() {
    let response = get("/export").await;
    assert_eq!(response.status(), 203);
    assert_eq!(response.headers().get("content-length"), None);
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
    let mut body = response.into_body();
    for day in 1..=50 {
        assert_eq!(text(&mut body).await, Some(format!("{day}\n")));
    }
    assert_eq!(text(&mut body).await, None);
    assert_eq!(Client::new(endpoint()).head("/export").await.text(), "");
}

#[tokio::test]
async fn the_task_ends_when_the_client_is_gone() {
    let endpoint = endpoint();
    let mut body = endpoint.call(Request::get("/endless").body(Body::empty()).unwrap()).await.into_body();
    for _ in 0..100 {
        assert_eq!(text(&mut body).await.as_deref(), Some("more"));
    }
    drop(body);
    endpoint.shared().state.ended.notified().await;
}

#[tokio::test]
async fn what_is_not_whole_breaks_off() {
    for path in ["/fail", "/panic"] {
        let mut body = get(path).await.into_body();
        assert_eq!(text(&mut body).await.as_deref(), Some("half"), "{path}");
        assert!(body.frame().await.unwrap().is_err(), "{path}");
        assert!(body.frame().await.is_none(), "{path}");
    }
}

#[tokio::test]
async fn events_are_a_stream_that_nobody_keeps() {
    let mut client = Client::new(endpoint());
    client.put_header("last-event-id", "7");
    let response = client.get("/events").await;
    assert_eq!(response.header("content-type"), Some("text/event-stream"));
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.text(), "event: since\ndata: 7\n\nid: 8\ndata: [1,2]\n\n");
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_is_kept_alive() {
    let mut body = get("/silent").await.into_body();
    let start = tokio::time::Instant::now();
    for times in 1..=3 {
        assert_eq!(text(&mut body).await.as_deref(), Some(":\n\n"));
        assert_eq!(start.elapsed().as_secs(), times * 5);
    }
}

#[tokio::test]
async fn streams_of_events_end_with_the_endpoint() {
    let endpoint = endpoint();
    let mut body = endpoint.call(Request::get("/silent").body(Body::empty()).unwrap()).await.into_body();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    endpoint.serve_until(listener, std::future::ready(())).await;
    assert_eq!(text(&mut body).await, None);
}

/// A body in pieces, without a length.
fn pieces(pieces: &[&'static str]) -> Body {
    let frames: Vec<_> = pieces
        .iter()
        .map(|piece| Ok::<_, std::io::Error>(http_body::Frame::data(Bytes::from(*piece))))
        .collect();
    Body::stream(http_body_util::StreamBody::new(futures_util::stream::iter(frames)))
}

async fn post(path: &str, body: Body) -> bennu::testing::Response {
    let request = Request::builder().method(Method::POST).uri(path).header("content-type", "text/csv");
    Client::new(endpoint()).request(request.body(body).unwrap()).await
}

#[tokio::test]
async fn a_request_is_read_piece_by_piece_within_a_limit() {
    assert_eq!(post("/count", pieces(&["abc", "", "defg"])).await.json_response::<(u8, u8)>(200), (2, 7));
    assert_eq!(post("/count", pieces(&["abcde", "fghij"])).await.json_response::<(u8, u8)>(200), (2, 10));
    assert_eq!(post("/count", pieces(&["abcde", "fghij", "k"])).await.status(), 413);
    assert_eq!(post("/count", "abcdefghijk".into()).await.status(), 413);
    assert_eq!(post("/whole", pieces(&["abc", "def"])).await.text(), "abcdef");
    assert_eq!(post("/whole", pieces(&["abcdefgh", "ijk"])).await.status(), 413);
}
