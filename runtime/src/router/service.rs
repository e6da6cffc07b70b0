//! A router and a state come in, a `tower::Service` over `http` types goes out.

use std::fmt;
use std::sync::Arc;

use super::Router;
use crate::endpoint::{Config, Shared};

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
