//! A function comes in, a plug that lets it answer the errors of a pipeline goes out.

use std::future::Future;
use std::pin::Pin;

use super::Plug;
use crate::{Conn, Error, Result};

/// The plug that [`action_fallback`] makes.
#[derive(Clone, Copy, Debug)]
pub struct ActionFallback<F>(F);

/// Lets `fallback` answer whatever error the handlers of a pipeline return, and its later plugs: an async function of the conn and the
/// [`Error`]. The conn is as the handler left it, but for the response: session, flash, cookies and assigns stay. What the fallback
/// does not want it returns, and the [error page](crate::endpoint::ErrorView) follows. The last one of a request's pipelines counts.
///
/// ```
/// use bennu::plug::{accepts, action_fallback};
/// use bennu::{Conn, Error, Result};
/// use bennu::serde_json::json;
///
/// async fn problems(conn: &mut Conn<()>, error: Error) -> Result {
///     match error.status().as_u16() {
///         404 => conn.put_status(404).json(&json!({"errors": {"detail": "Not Found"}})),
///         403 => conn.put_status(403).json(&json!({"errors": {"detail": "Forbidden"}})),
///         _ => Err(error),
///     }
/// }
///
/// async fn show(_conn: &mut Conn<()>, id: i64) -> Result {
///     Err(Error::not_found(format!("there is no item {id}")))
/// }
///
/// bennu::router! {
///     /// An API.
///     pub Router for ();
///
///     pipeline api {
///         plug accepts(["json"]);
///         plug action_fallback(problems);
///     }
///
///     scope "/" { pipe_through api; get "/items/{id}" => show; }
/// }
/// ```
#[must_use]
pub const fn action_fallback<F>(fallback: F) -> ActionFallback<F> {
    ActionFallback(fallback)
}

/// An async function `fn(&mut Conn<S>, Error) -> Result`.
#[diagnostic::on_unimplemented(
    message = "this is not a fallback",
    note = "a fallback is an async function `fn(&mut Conn<S>, bennu::Error) -> bennu::Result`"
)]
pub trait Fallback<'a, S: 'static>: Sync {
    /// What it returns.
    type Answer: Future<Output = Result> + Send + 'a;

    /// Answers `error`.
    fn answer(&self, conn: &'a mut Conn<S>, error: Error) -> Self::Answer;
}

impl<'a, S, F, A> Fallback<'a, S> for F
where
    S: 'static,
    F: Fn(&'a mut Conn<S>, Error) -> A + Sync,
    A: Future<Output = Result> + Send + 'a,
{
    type Answer = A;

    fn answer(&self, conn: &'a mut Conn<S>, error: Error) -> A {
        self(conn, error)
    }
}

/// A fallback whose type is forgotten, as a conn keeps it.
pub(crate) trait AnyFallback<S: 'static>: Sync {
    fn answer_boxed<'a>(
        &'static self,
        conn: &'a mut Conn<S>,
        error: Error,
    ) -> Pin<Box<dyn Future<Output = Result> + Send + 'a>>;
}

impl<S: 'static, F: for<'a> Fallback<'a, S>> AnyFallback<S> for F {
    fn answer_boxed<'a>(
        &'static self,
        conn: &'a mut Conn<S>,
        error: Error,
    ) -> Pin<Box<dyn Future<Output = Result> + Send + 'a>> {
        Box::pin(self.answer(conn, error))
    }
}

impl<S, F> Plug<S> for ActionFallback<F>
where
    S: Send + Sync + 'static,
    F: for<'a> Fallback<'a, S> + 'static,
{
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        conn.put_fallback(&self.0);
        Ok(())
    }
}
