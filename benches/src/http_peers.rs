//! The same page in axum with askama: a signed session cookie, a masked CSRF token in the form, the same headers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use askama::Template;
use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::http_page::{Board, Message};

/// Bytes of a CSRF token without its mask.
pub(crate) const LENGTH: usize = 18;

#[derive(Clone)]
struct App {
    board: Arc<Board>,
    key: Key,
}

impl FromRef<App> for Key {
    fn from_ref(app: &App) -> Self {
        app.key.clone()
    }
}

#[derive(Deserialize, Serialize)]
struct Session {
    csrf_token: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="csrf-token" content="{{ csrf_token }}"><title>Messages</title><link rel="stylesheet" href="/assets/hello.css"></head><body><header class="top"><nav><a href="/">Messages</a></nav></header><main><h1>Messages</h1><form action="/messages" method="post" id="message-form"><input type="hidden" name="_csrf_token" value="{{ csrf_token }}"><input type="text" name="message[author]"><textarea name="message[body]"></textarea><button type="submit">Post message</button></form><ul class="messages">{% for message in messages %}<li><a class="by" href="/messages/{{ message.id }}">{{ message.author }}</a><time>{{ message.date }}</time><p class="body">{{ message.body }}</p></li>{% endfor %}</ul></main></body></html>"#
)]
struct Page<'a> {
    csrf_token: &'a str,
    messages: &'a [Message],
}

/// axum's application.
pub(crate) fn axum() -> Router {
    let app = App { board: Arc::new(Board::new()), key: Key::generate() };
    Router::new()
        .route("/", get(index))
        .route("/messages/{id}", get(async |Path(id): Path<usize>| format!("message {id}")))
        .layer(axum::middleware::map_response(put_headers))
        .with_state(app)
}

async fn index(State(app): State<App>, jar: SignedCookieJar) -> Result<Response, StatusCode> {
    let session = jar.get("session").and_then(|cookie| serde_json::from_str::<Session>(cookie.value()).ok());
    let token = session.as_ref().and_then(|session| URL_SAFE_NO_PAD.decode(&session.csrf_token).ok());
    let (raw, is_new) = match token.and_then(|token| <[u8; LENGTH]>::try_from(token).ok()) {
        Some(raw) => (raw, false),
        None => (random(), true),
    };
    let page = Page { csrf_token: &mask(&raw), messages: &app.board.messages };
    let html = Html(page.render().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?);
    if !is_new {
        return Ok(html.into_response());
    }
    let session = Session { csrf_token: URL_SAFE_NO_PAD.encode(raw) };
    let session = serde_json::to_string(&session).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let cookie = Cookie::build(("session", session)).path("/").http_only(true).same_site(SameSite::Lax);
    Ok((jar.add(cookie), html).into_response())
}

/// The headers that Bennu's plugs and its endpoint put.
pub(crate) async fn put_headers(mut response: Response) -> Response {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let headers: &mut HeaderMap = response.headers_mut();
    let mut put = |name: &'static str, value| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    put("x-content-type-options", "nosniff");
    put("x-permitted-cross-domain-policies", "none");
    put("referrer-policy", "strict-origin-when-cross-origin");
    put("content-security-policy", "base-uri 'self'; frame-ancestors 'self';");
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=0, private, must-revalidate"));
    let id = format!("{:020}", COUNT.fetch_add(1, Ordering::Relaxed));
    headers.extend(HeaderValue::try_from(id).ok().map(|id| (HeaderName::from_static("x-request-id"), id)));
    response
}

pub(crate) fn random() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).expect("the system has random bytes");
    bytes
}

pub(crate) fn mask(raw: &[u8; LENGTH]) -> String {
    let pad = random();
    let mut bytes = [0; 2 * LENGTH];
    bytes[..LENGTH].copy_from_slice(&pad);
    bytes.iter_mut().skip(LENGTH).zip(raw.iter().zip(pad)).for_each(|(out, (raw, pad))| *out = raw ^ pad);
    URL_SAFE_NO_PAD.encode(bytes)
}
