//! Rumbl's first page and its list of videos as axum, askama and rusqlite make them: the same rows, headers and bytes.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::Router;
use axum::extract::{FromRef, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::http_peers::{LENGTH, mask, put_headers, random};

#[derive(Clone)]
struct App {
    pool: Arc<Pool>,
    key: Key,
    /// What tokens for sockets are signed with.
    socket_key: Hmac<Sha256>,
}

impl FromRef<App> for Key {
    fn from_ref(app: &App) -> Self {
        app.key.clone()
    }
}

/// Connections that wait for work; statements run on threads that may wait.
struct Pool {
    idle: Mutex<Vec<Connection>>,
}

/// As many connections as readers ever are at work.
const CONNECTIONS: usize = 4;

impl Pool {
    fn open(file: &Path) -> Self {
        let open = |_| {
            let connection = Connection::open(file).expect("the file is there");
            connection.pragma_update(None, "query_only", true).expect("a setting");
            connection
        };
        Self { idle: Mutex::new((0..CONNECTIONS).map(open).collect()) }
    }

    async fn run<R: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> rusqlite::Result<R> + Send + 'static,
    ) -> Result<R, StatusCode> {
        let pool = Arc::clone(self);
        let work = move || {
            let connection = loop {
                let idle = pool.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
                match idle {
                    Some(connection) => break connection,
                    None => std::thread::yield_now(),
                }
            };
            let result = work(&connection);
            pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            result
        };
        let failed = StatusCode::INTERNAL_SERVER_ERROR;
        tokio::task::spawn_blocking(work).await.map_err(|_| failed)?.map_err(|_| failed)
    }
}

struct User {
    id: i64,
    username: String,
}

impl User {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        // All that a user is, as an application reads it.
        let [_name, _inserted_at, _updated_at]: [String; 3] = [row.get(1)?, row.get(4)?, row.get(5)?];
        let _password_hash: Option<String> = row.get(3)?;
        Ok(Self { id: row.get(0)?, username: row.get(2)? })
    }
}

struct Video {
    id: i64,
    title: String,
    slug: String,
    category: Option<String>,
}

impl Video {
    const LIST: &str = "SELECT v.id, v.url, v.title, v.description, v.slug, v.user_id, v.category_id, v.inserted_at, \
        v.updated_at, c.name FROM videos v LEFT JOIN categories c ON c.id = v.category_id WHERE v.user_id = ?";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let [_url, _description, _inserted_at, _updated_at]: [String; 4] =
            [row.get(1)?, row.get(3)?, row.get(7)?, row.get(8)?];
        Ok(Self { id: row.get(0)?, title: row.get(2)?, slug: row.get(4)?, category: row.get(9)? })
    }

    /// `13-hello-world`.
    fn param(&self) -> String {
        format!("{}-{}", self.id, self.slug)
    }

    fn hue(&self) -> i64 {
        self.id * 37 % 110
    }
}

#[derive(Deserialize, Serialize)]
struct Session {
    csrf_token: String,
    user_id: i64,
}

/// Who asks, and what the page around every view shows of them.
struct Visitor {
    user: User,
    csrf_token: String,
    user_token: String,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Redirect> {
        let nobody = || Redirect::to("/log-in");
        let jar = SignedCookieJar::from_headers(&parts.headers, app.key.clone());
        let cookie = jar.get("session").ok_or_else(nobody)?;
        let session: Session = serde_json::from_str(cookie.value()).map_err(|_| nobody())?;
        let raw = URL_SAFE_NO_PAD.decode(&session.csrf_token).map_err(|_| nobody())?;
        let raw: [u8; LENGTH] = raw.try_into().map_err(|_| nobody())?;
        let find = move |connection: &Connection| {
            let sql = "SELECT id, name, username, password_hash, inserted_at, updated_at FROM users WHERE id = ?";
            connection.prepare_cached(sql)?.query_row([session.user_id], User::read).optional()
        };
        let user = app.pool.run(find).await.ok().flatten().ok_or_else(nobody)?;
        Ok(Self { csrf_token: mask(&raw), user_token: sign(&app.socket_key, user.id), user })
    }
}

/// The time and the id, signed.
fn sign(key: &Hmac<Sha256>, id: i64) -> String {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_millis() as u64);
    let mut payload = now.to_be_bytes().to_vec();
    serde_json::to_writer(&mut payload, &id).expect("a number has a JSON form");
    let mut token = URL_SAFE_NO_PAD.encode(payload);
    let mut mac = key.clone();
    mac.update(token.as_bytes());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(mac.finalize().into_bytes(), &mut token);
    token
}

/// The page around every view.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csrf-token" content="{{ visitor.csrf_token }}"><meta name="user-token" content="{{ visitor.user_token }}"><title data-default="Watch together" data-suffix=" · Rumbl">{{ title }} · Rumbl</title><link rel="icon" type="image/svg+xml" href="/assets/rumbl.svg"><link rel="stylesheet" href="/assets/app.css"><script type="module" src="/bennu/auto.js"></script></head><body><a class="skip" href="#main">Skip to the page</a><header class="top"><section class="container"><a class="brand" href="/"><img src="/assets/rumbl.svg" width="28" height="28" alt="">rumbl</a><nav role="navigation" aria-label="Main"><ul><li class="username">{{ visitor.user.username }}</li><li><a href="/manage/videos">My Videos</a></li><li><a href="/sessions/{{ visitor.user.id }}" data-method="delete" data-to="/sessions/{{ visitor.user.id }}" data-csrf="{{ visitor.csrf_token }}">Log out</a></li></ul></nav></section></header><main id="main" class="container"><div class="flash-group" aria-live="polite"></div>{% block main %}{% endblock %}</main><footer class="container"><p>Made with Bennu, after the application of the book about <a href="https://www.phoenixframework.org/">Phoenix</a>.</p></footer></body></html>"##,
    blocks = ["main"]
)]
struct Layout<'a> {
    visitor: &'a Visitor,
    title: &'a str,
}
