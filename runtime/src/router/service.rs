//! A router and a state come in, a `tower::Service` over `http` types goes out.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};

use super::Router;
use crate::Body;
use crate::endpoint::{Caller, Config, Plugs, Shared, respond};

/// The router `R` with its state, to be called by hyper or mounted in axum. Cloning shares the state.
///
/// The generated `Router::service(state)` makes one. An [`Endpoint`](crate::Endpoint) does the same and more: it serves static
/// files, sockets and shuts down gracefully.
pub struct Service<R: Router> {
    shared: Arc<Shared<R::State>>,
}

impl<R: Router> Service<R> {
    /// `R` with `state` and the default settings.
    pub fn new(state: impl Into<Arc<R::State>>) -> Self {
        Self { shared: Arc::new(Shared::new(state, Config::default())) }
    }
}

impl<R: Router> Clone for Service<R> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<R: Router> fmt::Debug for Service<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("shared", &self.shared).finish()
    }
}

impl<R: Router, B> tower_service::Service<Request<B>> for Service<R>
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
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let (request, caller) = (request.map(Body::stream), Caller::default());
            Ok(respond::<R>(request, &shared, caller, &Plugs::default()).await)
        })
    }
}
