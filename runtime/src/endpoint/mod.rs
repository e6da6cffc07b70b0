//! Connections come in, requests go through static files, sockets, parsers and the router, responses go out.
//!
//! ```no_run
//! use bennu::endpoint::Config;
//! use bennu::router::Router;
//! use bennu::{Endpoint, Result};
//!
//! async fn run<R: Router<State = ()>>() -> Result {
//!     Endpoint::<R>::new((), Config::from_env()?).static_files("/assets", "assets").run().await?;
//!     Ok(())
//! }
//! ```
//!
#![doc = include_str!("../../docs/endpoint.md")]

mod assets;
mod call;
#[cfg(feature = "compression")]
mod compression;
mod conditional;
mod config;
mod connection;
mod debug;
mod digest;
mod encoding;
mod environment;
mod errors;
mod file_body;
mod force_ssl;
mod forwarded;
mod limits;
mod listener;
#[cfg(feature = "live-reload")]
mod live_reload;
mod manifest;
mod pace;
#[cfg(feature = "compression")]
mod packing;
mod parsers;
mod plugs;
mod range;
mod reader;
mod request_id;
mod serve;
mod shared;
mod static_files;
mod stream;
#[cfg(feature = "tls")]
mod tls;
mod url;
mod watcher;

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::Body;
use crate::router::Router;
#[cfg(feature = "compression")]
pub use compression::Compression;
pub use config::{CheckOrigin, Config, SessionOptions};
pub use environment::{ConfigError, Environment};
pub use errors::{ErrorPage, ErrorView};
pub use force_ssl::{ForceSsl, Hsts};
pub use forwarded::{ForwardedHeaders, Proxies};
pub use limits::Limits;
pub use listener::{Listener, Listeners};
#[cfg(feature = "live-reload")]
pub use live_reload::LiveReload;
pub use manifest::static_integrity;
pub use plugs::IntoPlug;
pub use shared::Shared;
pub use static_files::StaticFiles;
#[cfg(feature = "tls")]
pub use tls::{Tls, TlsError};
pub use url::UrlOptions;
pub use watcher::{Watcher, Watching};

pub(crate) use call::{SentError, prepare, respond};
pub(crate) use conditional::{Content, Source, content_type};
pub(crate) use forwarded::{Caller, Peer};
pub(crate) use manifest::{digested, is_current};
pub(crate) use plugs::Plugs;
pub(crate) use reader::Reader;
pub(crate) use static_files::open as open_file;

/// An application that can be served: a router with its state and settings, and the static files beside it.
///
/// Cloning shares everything. It is also a `tower::Service` over any body.
pub struct Endpoint<R: Router>(Arc<Inner<R>>);

struct Inner<R: Router> {
    shared: Arc<Shared<R::State>>,
    static_files: Vec<StaticFiles>,
    plugs: Plugs<R::State>,
    websocket_path: String,
    /// Requests that are being worked on.
    requests: Arc<AtomicUsize>,
}

impl<R: Router> Clone for Inner<R> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            static_files: self.static_files.clone(),
            plugs: self.plugs.clone(),
            websocket_path: self.websocket_path.clone(),
            requests: Arc::clone(&self.requests),
        }
    }
}

impl<R: Router> Endpoint<R> {
    /// The application of router `R` with its state, which may be an `Arc` already.
    pub fn new(state: impl Into<Arc<R::State>>, config: Config) -> Self {
        let websocket_path = format!("{}/websocket", config.live_path.trim_end_matches('/'));
        let shared = Arc::new(Shared::new(state, config));
        let (static_files, plugs) = (Vec::new(), Plugs::default());
        Self(Arc::new(Inner { shared, static_files, plugs, websocket_path, requests: Arc::default() }))
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
    pub fn static_files_of(mut self, mut files: StaticFiles) -> Self {
        files.read_manifest();
        Arc::make_mut(&mut self.0).static_files.push(files);
        self
    }

    /// What all requests and sockets of this endpoint share.
    #[must_use]
    pub fn shared(&self) -> &Arc<Shared<R::State>> {
        &self.0.shared
    }

    pub(crate) fn plugs(&self) -> &Plugs<R::State> {
        &self.0.plugs
    }

    /// Answers one request in process, without a connection.
    pub async fn call(&self, request: Request<Body>) -> Response<Body> {
        self.handle(request, None).await
    }

    async fn handle(&self, request: Request<Body>, peer: Option<Peer>) -> Response<Body> {
        let config = &self.shared().config;
        let request_id = request_id::of(request.headers());
        let caller = config.proxies.caller(peer, request.headers());
        let force_ssl = config.force_ssl.as_ref().filter(|force_ssl| !force_ssl.excludes(&request));
        #[cfg(feature = "compression")]
        let (accepted, is_head) =
            (encoding::Accepted::of(request.headers()), request.method() == Method::HEAD);
        let mut response = match (self.enter(), force_ssl) {
            (None, _) => overloaded(),
            (_, Some(force_ssl)) if !caller.is_secure() => force_ssl.redirect(&request, &config.url),
            (Some(_working), _) => self.answer(request, caller, &request_id).await,
        };
        #[cfg(feature = "compression")]
        if let Some(compression) = &config.compression {
            response = compression.apply(response, accepted, is_head);
        }
        if let Some(force_ssl) = force_ssl.filter(|_| caller.is_secure()) {
            force_ssl.put_hsts(response.headers_mut());
        }
        response.headers_mut().insert(request_id::REQUEST_ID, request_id);
        response
    }

    /// A place among the requests that are worked on, if there is one left.
    fn enter(&self) -> Option<Working<'_>> {
        let working = Working(&self.0.requests);
        let before = self.0.requests.fetch_add(1, Ordering::Relaxed);
        (before < self.shared().config.limits.requests).then_some(working)
    }

    /// A file, a socket, or what the router says.
    async fn answer(
        &self,
        request: Request<Body>,
        caller: Caller,
        request_id: &HeaderValue,
    ) -> Response<Body> {
        let is_head = request.method() == Method::HEAD;
        let mut response = match self.find_file(&request).await {
            Some(response) => response,
            None if request.uri().path() == self.0.websocket_path => {
                // In a box: other requests need no room for it.
                Box::pin(crate::socket::upgrade::<R>(request, self.shared())).await
            }
            None => {
                let id = request_id.to_str().unwrap_or_default();
                let (method, path) = (request.method(), request.uri().path());
                let span = tracing::info_span!(target: "bennu::endpoint", "request", id, %method, path, route = Empty);
                respond::<R>(request, self.shared(), caller, self.plugs()).instrument(span).await
            }
        };
        if is_head {
            *response.body_mut() = Body::empty();
        }
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
}

/// A request that is being worked on.
struct Working<'a>(&'a AtomicUsize);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The answer where there is more to do than can be done.
fn overloaded() -> Response<Body> {
    let mut response = call::bare(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
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
