//! Rumbl's first page and its list of videos as axum, askama and rusqlite make them: the same rows, headers and bytes.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::Router;
use axum::extract::{FromRef, FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
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

/// The user with the videos; the seeds have made another one before.
const USER: i64 = 2;
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
            let sql =
                "SELECT id, name, username, password_hash, inserted_at, updated_at FROM users WHERE id = ?";
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

#[derive(Template)]
#[template(path = "rumbl_home.html")]
struct Home<'a> {
    visitor: &'a Visitor,
}

#[derive(Template)]
#[template(path = "rumbl_videos.html")]
struct Videos<'a> {
    visitor: &'a Visitor,
    videos: &'a [Video],
}

/// axum's application on the rows of a file.
pub(crate) fn axum(file: &Path) -> Router {
    let key = Key::generate();
    let socket_key = Hmac::new_from_slice(key.signing()).expect("HMAC takes a key of any length");
    let app = App { pool: Arc::new(Pool::open(file)), key, socket_key };
    Router::new()
        .route("/", get(home))
        .route("/manage/videos", get(list))
        .route("/log-in", get(log_in))
        .layer(axum::middleware::map_response(put_headers))
        .with_state(app)
}

async fn home(visitor: Visitor) -> Result<Response, StatusCode> {
    respond(&Home { visitor: &visitor })
}

async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, StatusCode> {
    let id = visitor.user.id;
    let find = move |connection: &Connection| {
        connection.prepare_cached(Video::LIST)?.query_map([id], Video::read)?.collect()
    };
    let videos: Vec<Video> = app.pool.run(find).await?;
    respond(&Videos { visitor: &visitor, videos: &videos })
}

fn respond(page: &impl Template) -> Result<Response, StatusCode> {
    Ok(Html(page.render().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?).into_response())
}

/// Gives whoever comes the session of the user with the videos.
async fn log_in(jar: SignedCookieJar) -> Result<Response, StatusCode> {
    let session = Session { csrf_token: URL_SAFE_NO_PAD.encode(random()), user_id: USER };
    let session = serde_json::to_string(&session).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let cookie = Cookie::build(("session", session)).path("/").http_only(true).same_site(SameSite::Lax);
    Ok((jar.add(cookie), "").into_response())
}
