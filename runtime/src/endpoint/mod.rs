//! Connections come in, requests go through static files, sockets, parsers and the router, responses go out.
//!
//! ```no_run
//! use bennu::endpoint::Config;
//! use bennu::router::Router;
//! use bennu::{Endpoint, Result};
//!
//! async fn run<R: Router<State = ()>>() -> Result {
//!     let config = Config::from_env()?;
//!     let listener = tokio::net::TcpListener::bind(config.address()).await?;
//!     Endpoint::<R>::new((), config).static_files("/assets", "assets").serve(listener).await?;
//!     Ok(())
//! }
//! ```
//!
//! What happens to a request, in order:
//!
//! 1. It gets an id: the `x-request-id` that a proxy gave, else a new one; the response carries it.
//! 2. `/bennu/*.js` is answered with the browser client, a file below a [static](Endpoint::static_files) prefix with that file.
//! 3. `{live_path}/websocket` goes on as a socket, and what follows is not for it.
//! 4. Query and body are read into parameters: forms with or without files, and JSON, within [`Limits`]. A body of
//!    another type, or a compressed one, is 415.
//! 5. `_method` in a form turns `POST` into `PUT`, `PATCH` or `DELETE`; a `HEAD` request is run as `GET`.
//! 6. The router runs plugs and handler. An error or a panic becomes an [error page](ErrorView) for this request alone.
//! 7. Callbacks of `register_before_send` run, last one first; flash, CSRF token and session go into the session cookie.
//! 8. What is neither a file nor a socket is logged: target `bennu::endpoint`, level info, with method, path, status and duration.

mod assets;
mod call;
mod conditional;
mod config;
mod connection;
mod debug;
mod errors;
mod file_body;
mod parsers;
mod range;
mod reader;
mod request_id;
mod serve;
mod shared;
mod static_files;
mod url;

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use http::{Method, Request, Response};
use tracing::Instrument as _;

use crate::Body;
use crate::router::{Log, Router};
pub use config::{CheckOrigin, Config, ConfigError, Limits, SessionOptions};
pub use errors::{ErrorPage, ErrorView};
pub use shared::Shared;
pub use static_files::StaticFiles;
pub use url::UrlOptions;

pub(crate) use call::{SentError, prepare, respond};
pub(crate) use conditional::{Content, Source, content_type};
pub(crate) use reader::Reader;
pub(crate) use static_files::open as open_file;

/// An application that can be served: a router with its state and settings, and the static files beside it.
///
/// Cloning shares everything. It is also a `tower::Service` over any body.
pub struct Endpoint<R: Router>(Arc<Inner<R>>);

struct Inner<R: Router> {
    shared: Arc<Shared<R::State>>,
    static_files: Vec<StaticFiles>,
    websocket_path: String,
}

impl<R: Router> Endpoint<R> {
    /// The application of router `R` with its state, which may be an `Arc` already.
    pub fn new(state: impl Into<Arc<R::State>>, config: Config) -> Self {
        let websocket_path = format!("{}/websocket", config.live_path.trim_end_matches('/'));
        let shared = Arc::new(Shared::new(state, config));
        Self(Arc::new(Inner { shared, static_files: Vec::new(), websocket_path }))
    }

    /// Serves the files in `directory`, and below it, under the path `prefix` (`/assets`; `/` for all paths).
    ///
    /// Only regular files are served, none whose name starts with a dot (except below `.well-known`), and nothing that a path
    /// or a symbolic link reaches outside of `directory`. What is not found there goes on to the router. Files have an ETag
    /// and are checked for changes at every use; with `?vsn=d` in the URL they are kept for a year. Clients may ask for a part
    /// (`range`), and get `app.css.br` or `app.css.gz` in place of `app.css` where it exists and they accept it.
    #[must_use]
    pub fn static_files(self, prefix: &str, directory: impl Into<PathBuf>) -> Self {
        self.static_files_of(StaticFiles::new(prefix, directory))
    }

    /// The same with options.
    #[must_use]
    pub fn static_files_of(self, files: StaticFiles) -> Self {
        let mut static_files = self.0.static_files.clone();
        static_files.push(files);
        let (shared, websocket_path) = (Arc::clone(&self.0.shared), self.0.websocket_path.clone());
        Self(Arc::new(Inner { shared, static_files, websocket_path }))
    }

    /// What all requests and sockets of this endpoint share.
    #[must_use]
    pub fn shared(&self) -> &Arc<Shared<R::State>> {
        &self.0.shared
    }

    /// Answers one request in process, without a connection.
    pub async fn call(&self, request: Request<Body>) -> Response<Body> {
        self.handle(request, None).await
    }

    async fn handle(&self, request: Request<Body>, peer: Option<SocketAddr>) -> Response<Body> {
        let request_id = request_id::of(request.headers());
        let is_head = request.method() == Method::HEAD;
        let mut response = match self.find_file(&request).await {
            Some(response) => response,
            None if request.uri().path() == self.0.websocket_path => {
                // In a box: other requests need no room for it.
                Box::pin(crate::socket::upgrade::<R>(request, self.shared())).await
            }
            None => {
                let id = request_id.to_str().unwrap_or_default();
                let span = tracing::info_span!(target: "bennu::endpoint", "request", id);
                self.run(request, peer).instrument(span).await
            }
        };
        if is_head {
            *response.body_mut() = Body::empty();
        }
        response.headers_mut().insert(request_id::REQUEST_ID, request_id);
        response
    }

    /// The browser client's module or the static file that the request asks for.
    async fn find_file(&self, request: &Request<Body>) -> Option<Response<Body>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        if let Some(response) = assets::find(request) {
            return Some(response);
        }
        for files in &self.0.static_files {
            if let Some(response) = files.find(request).await {
                return Some(response);
            }
        }
        None
    }

    /// Everything that is logged.
    async fn run(&self, request: Request<Body>, peer: Option<SocketAddr>) -> Response<Body> {
        if !tracing::enabled!(target: "bennu::endpoint", tracing::Level::INFO) {
            return respond::<R>(request, &self.0.shared, peer).await;
        }
        let (method, uri, start) = (request.method().clone(), request.uri().clone(), Instant::now());
        let response = respond::<R>(request, &self.0.shared, peer).await;
        let (path, status, duration) = (uri.path(), response.status().as_u16(), start.elapsed());
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(target: "bennu::endpoint", %method, path, status, ?duration, "sent")
            };
        }
        match response.extensions().get::<Log>() {
            Some(Log::Off) => {}
            Some(Log::Error) => line!(error),
            Some(Log::Warn) => line!(warn),
            Some(Log::Debug) => line!(debug),
            Some(Log::Trace) => line!(trace),
            Some(Log::Info) | None => line!(info),
        }
        response
    }
}

impl<R: Router> Clone for Endpoint<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R: Router> fmt::Debug for Endpoint<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("shared", &self.0.shared)
            .field("static_files", &self.0.static_files)
            .finish()
    }
}

impl<R: Router, B> tower_service::Service<Request<B>> for Endpoint<R>
where
    B: http_body::Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let endpoint = self.clone();
        Box::pin(async move { Ok(endpoint.handle(request.map(Body::stream), None).await) })
    }
}
