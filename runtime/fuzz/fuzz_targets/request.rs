//! Whole requests: any target, headers and body come in; the answer is never a failure of the server.
//!
//! `cargo fuzz run --fuzz-dir runtime/fuzz -s none request`
#![no_main]

use std::sync::LazyLock;

use bennu::auth::StoredKey;
use bennu::conn::FlashKind::Info;
use bennu::endpoint::Config;
use bennu::http::{HeaderName, HeaderValue, Method, Request, Uri};
use bennu::plug::*;
use bennu::session::MemoryStore;
use bennu::{Body, Endpoint, Result, token};
use libfuzzer_sys::fuzz_target;

type Conn = bennu::Conn<()>;

bennu::router! {
    /// Everything that reads from the wire.
    Router for ();

    pipeline browser { plug accepts(["html", "json"]); plug fetch_session; plug fetch_live_flash; plug protect_from_forgery; }
    pipeline signed { plug require_bearer(by_token); }
    pipeline keyed { plug require_api_key(by_key); }

    match * "/echo" => echo;
    scope "/page" { pipe_through browser; match * "/" => page; }
    scope "/signed" { pipe_through signed; get "/" => echo; }
    scope "/keyed" { pipe_through keyed; get "/" => echo; }
}

async fn echo(conn: &mut Conn) -> Result {
    let params = conn.all_params().clone();
    let cookies = (conn.signed_cookie("a"), conn.encrypted_cookie("a"));
    conn.json(&(params, cookies))
}

async fn page(conn: &mut Conn) -> Result {
    conn.put_session("seen", true).put_flash(Info, "seen").render("page")
}

async fn by_token(conn: &mut Conn, text: &str) -> Result<Option<i64>> {
    Ok(Some(token::verify(conn, "fuzz", text, std::time::Duration::MAX)?))
}

async fn by_key(_: &mut Conn, id: &str) -> Result<Option<StoredKey<String>>> {
    Ok(Some(StoredKey::new(id, id.to_owned())))
}

/// With sessions in their cookie, and with sessions in a store.
static ENDPOINTS: LazyLock<[Endpoint<Router>; 2]> = LazyLock::new(|| {
    let kept = Config::default().with_session_store(MemoryStore::with_capacity(100));
    [Config::default(), kept].map(|config| Endpoint::new((), config))
});

/// `POST`, `/echo?a=b`, `name: value`…, an empty line, and the body.
fn request(data: &[u8]) -> Option<Request<Body>> {
    let end = data.windows(2).position(|pair| pair == b"\n\n").unwrap_or(data.len());
    let (head, body) = (&data[..end], data.get(end + 2..).unwrap_or_default());
    let mut lines = head.split(|byte| *byte == b'\n');
    let method = Method::from_bytes(lines.next()?).ok()?;
    let uri = Uri::try_from(lines.next()?).ok()?;
    let mut request = Request::builder().method(method).uri(uri).body(Body::from(body.to_vec())).ok()?;
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        request.headers_mut().append(name, value);
    }
    Some(request)
}

fuzz_target!(|data: &[u8]| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for endpoint in &*ENDPOINTS {
        let Some(request) = request(data) else { return };
        let status = runtime.block_on(endpoint.call(request)).status();
        assert!(!status.is_server_error(), "{status}");
    }
});
