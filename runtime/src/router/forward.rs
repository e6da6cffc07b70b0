//! A conn and the service that its route forwards to come in, the service's response goes out on the conn.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http::{Request, Response};

use super::Router;
use crate::{Body, Conn, Error, Result};

type BoxError = Box<dyn StdError + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

/// What `forward "/jobs" => …` can name as a value: a `tower::Service` over `http` types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that requests can be forwarded to",
    label = "this is a `{Self}`",
    note = "it is a `tower::Service<http::Request<bennu::Body>>` that is `Clone` and `Send` and answers with an `http::Response`; another router is named by its type, as in `forward \"/admin\" => admin::Router;`"
)]
pub trait Destination: Clone + Send + 'static {
    /// Answers one request.
    #[doc(hidden)]
    fn answer(self, request: Request<Body>) -> Answer;
}

impl<T, B> Destination for T
where
    T: tower_service::Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    T::Future: Send + 'static,
    T::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    fn answer(mut self, request: Request<Body>) -> Answer {
        Box::pin(async move {
            poll_fn(|context| self.poll_ready(context)).await.map_err(Into::into)?;
            let response = self.call(request).await.map_err(Into::into)?;
            Ok(response.map(Body::stream))
        })
    }
}

/// A destination without its type.
trait Erased: Send + Sync {
    fn answer(&self, request: Request<Body>) -> Answer;
}

/// The mutex is held while cloning only: it makes the service `Sync`.
struct Kept<D>(Mutex<D>);

impl<D: Destination> Erased for Kept<D> {
    fn answer(&self, request: Request<Body>) -> Answer {
        let destination = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        destination.answer(request)
    }
}

/// The service of one `forward`, made when the first request arrives.
#[doc(hidden)]
#[derive(Default)]
pub struct Forward(OnceLock<Box<dyn Erased>>);

impl Forward {
    /// One whose service has not been made yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Makes the service unless it is there.
    #[must_use]
    pub fn to<D: Destination>(&self, make: fn() -> D) -> &Self {
        self.0.get_or_init(|| Box::new(Kept(Mutex::new(make()))));
        self
    }

    /// Hands the request of `conn` to the service, with the matched prefix taken off its path.
    ///
    /// # Errors
    ///
    /// 502 with what the service came to.
    pub async fn call<S: 'static>(&self, conn: &mut Conn<S>) -> Result {
        let Some(service) = self.0.get() else {
            return Err(Error::internal("bug in Bennu: a service is called before it is made"));
        };
        let answer = service.answer(conn.forwarded_request()?).await;
        let failed = |error| {
            let message = "the service that was forwarded to failed";
            Error::new(http::StatusCode::BAD_GATEWAY, message).with_source(error)
        };
        conn.send_response(answer.map_err(failed)?)
    }
}

impl fmt::Debug for Forward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forward").field("made", &self.0.get().is_some()).finish()
    }
}

/// Runs another router of the same state on `conn`, with the matched prefix taken off its path.
///
/// # Errors
///
/// Those of the other router.
#[doc(hidden)]
pub async fn forward_to_router<R: Router>(conn: &mut Conn<R::State>) -> Result {
    let outer = conn.enter_forward()?;
    let result = Box::pin(R::dispatch(conn)).await;
    conn.leave_forward(outer);
    result
}
