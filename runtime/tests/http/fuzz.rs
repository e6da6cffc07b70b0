//! Requests made of anything: none of them is a failure of the server.

use bennu::Body;
use bennu::http::{HeaderValue, Method, Request, Uri};
use proptest::prelude::*;

use super::app::client;

const ROUTES: [&str; 8] =
    ["/", "/messages", "/messages/7", "/session", "/api/echo", "/api/echo/7/a", "/api/item", "/raw/redirect"];
const TYPES: [&str; 3] = ["application/x-www-form-urlencoded", "application/json", "text/plain"];

/// What is left of `bytes` where a header may hold it.
fn header(bytes: &[u8]) -> HeaderValue {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|byte| *byte >= b' ' && *byte != 127).collect();
    HeaderValue::from_bytes(&bytes).unwrap()
}

async fn status(request: Request<Body>) -> u16 {
    client().request(request).await.status().as_u16()
}

fn run(request: Request<Body>) -> u16 {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(status(request))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_path_and_query_is_answered(text in "/[a-z0-9%/.+&=\\[\\]?;:@!$,~_-]{0,60}") {
        if let Ok(uri) = text.parse::<Uri>() {
            let status = run(Request::get(uri).body(Body::empty()).unwrap());
            prop_assert!(status < 500, "{} for {}", status, text);
        }
    }

    #[test]
    fn any_body_is_answered(route in 0..ROUTES.len(), kind in 0..TYPES.len(), body: Vec<u8>) {
        let request = Request::builder().method(Method::POST).uri(ROUTES[route]).header("content-type", TYPES[kind]);
        let status = run(request.body(body.into()).unwrap());
        prop_assert!(status < 500, "{}", status);
    }

    #[test]
    fn any_header_is_answered(
        name in prop::sample::select(vec![
            "cookie", "accept", "content-type", "host", "x-csrf-token", "x-request-id", "if-none-match", "if-modified-since", "origin",
            "referer", "range", "if-range", "accept-encoding", "authorization", "forwarded", "x-forwarded-for", "sec-fetch-site",
        ]),
        prefix in prop::sample::select(vec!["", "_bennu_key=", "__phoenix_flash__=", "text/html;q=", "W/\"", "application/"]),
        value: Vec<u8>,
        path in prop::sample::select(vec!["/", "/api/echo", "/bennu/live.js", "/live/websocket"]),
    ) {
        let value = header(&[prefix.as_bytes(), &value].concat());
        let status = run(Request::get(path).header(name, value).body(Body::empty()).unwrap());
        prop_assert!(status < 500, "{}", status);
    }
}
