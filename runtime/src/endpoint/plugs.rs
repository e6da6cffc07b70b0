//! Plugs come in as values or as functions; what runs them in front of the router goes out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::Endpoint;
use crate::plug::Plug;
use crate::router::Router;
use crate::{Conn, Result};

impl<R: Router> Endpoint<R> {
    /// Runs `plug` right before the router, for every request that is neither a file nor a socket: an async function of the conn, or
    /// a value that implements [`Plug`]. Parameters have been read and `_method` counts; what the plug assigns is
    /// there in every pipeline. Several run in the order in which they are named here. One that halts answers in place of the
    /// router and of the plugs behind it.
    ///
    /// ```
    /// use bennu::endpoint::Config;
    /// use bennu::plug::merge_resp_headers;
    /// use bennu::prelude::*;
    ///
    /// type Conn = bennu::Conn<()>;
    ///
    /// bennu::router! {
    ///     Router for ();
    ///
    ///     get "/" => home;
    /// }
    ///
    /// async fn home(conn: &mut Conn) -> Result {
    ///     conn.text("home")
    /// }
    ///
    /// /// Says whether this server is alive, whatever the routes are.
    /// async fn health(conn: &mut Conn) -> Result {
    ///     if conn.path() == "/health" {
    ///         conn.halt().text("up")?;
    ///     }
    ///     Ok(())
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut endpoint = bennu::Endpoint::<Router>::new((), Config::default())
    ///     .plug(merge_resp_headers([("x-served-by", "eu-1")]))
    ///     .plug(health);
    /// # let mut client = bennu::testing::Client::new(endpoint);
    /// let health = client.get("/health").await;
    /// assert_eq!((health.text(), health.header("x-served-by")), ("up", Some("eu-1")));
    /// # }
    /// ```
    #[must_use]
    pub fn plug<Kind>(mut self, plug: impl IntoPlug<R::State, Kind>) -> Self {
        Arc::make_mut(&mut self.0).plugs.last.push(plug.into_plug());
        self
    }

    /// Runs `plug` before query and body are read: to turn requests away before anything is done for them, or to look at a body as it
    /// came, such as one that its sender has signed. All of these run before those of [`plug`](Self::plug).
    ///
    /// ```
    /// use bennu::{Conn, Error, Result};
    ///
    /// async fn check_signature(conn: &mut Conn<()>) -> Result {
    ///     if conn.path() == "/webhooks/payments" {
    ///         let body = conn.read_body(100_000).await?;
    ///         let signature = conn.req_header("x-signature").unwrap_or_default();
    ///         if !is_signed(&body, signature) {
    ///             return Err(Error::forbidden("the signature is not that of the body"));
    ///         }
    ///         conn.put_body(body);
    ///     }
    ///     Ok(())
    /// }
    /// # fn is_signed(_: &[u8], _: &str) -> bool { true }
    /// # fn endpoint<R: bennu::router::Router<State = ()>>(endpoint: bennu::Endpoint<R>) -> bennu::Endpoint<R> {
    /// endpoint.plug_before_parsers(check_signature)
    /// # }
    /// ```
    #[must_use]
    pub fn plug_before_parsers<Kind>(mut self, plug: impl IntoPlug<R::State, Kind>) -> Self {
        Arc::make_mut(&mut self.0).plugs.first.push(plug.into_plug());
        self
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result> + Send + 'a>>;

/// What [`Endpoint::plug`] takes: an async function `fn(&mut Conn<S>) -> Result`, or a value that
/// implements [`Plug`]. `Kind` tells the two apart, and nobody writes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a plug",
    note = "a plug is an async function `fn(&mut Conn<S>) -> bennu::Result`, or a value whose type implements `bennu::plug::Plug`"
)]
pub trait IntoPlug<S: 'static, Kind>: 'static {
    /// The plug without its type.
    #[doc(hidden)]
    fn into_plug(self) -> EndpointPlug<S>;
}

/// A plug that an endpoint keeps as long as the program runs.
#[doc(hidden)]
pub struct EndpointPlug<S: 'static>(&'static dyn AnyPlug<S>);

impl<S: 'static> EndpointPlug<S> {
    /// Leaked: [`Plug::call`] borrows for ever, and a program has as many as its `main` names.
    fn new(plug: impl AnyPlug<S> + 'static) -> Self {
        Self(Box::leak(Box::new(plug)))
    }
}

impl<S: 'static> Clone for EndpointPlug<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: 'static> Copy for EndpointPlug<S> {}

impl<S: 'static> fmt::Debug for EndpointPlug<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndpointPlug")
    }
}

/// The plugs of an endpoint.
pub(crate) struct Plugs<S: 'static> {
    /// Those that run before query and body are read.
    pub(super) first: Vec<EndpointPlug<S>>,
    /// Those that run right before the router.
    pub(super) last: Vec<EndpointPlug<S>>,
}

impl<S: 'static> Default for Plugs<S> {
    fn default() -> Self {
        Self { first: Vec::new(), last: Vec::new() }
    }
}

impl<S: 'static> Clone for Plugs<S> {
    fn clone(&self) -> Self {
        Self { first: self.first.clone(), last: self.last.clone() }
    }
}

/// Runs plugs in order, until one halts.
pub(super) async fn run<S: 'static>(plugs: &[EndpointPlug<S>], conn: &mut Conn<S>) -> Result {
    for plug in plugs {
        if conn.halted() {
            break;
        }
        plug.0.call_boxed(conn).await?;
    }
    Ok(())
}

trait AnyPlug<S: 'static>: Sync {
    fn call_boxed<'a>(&'static self, conn: &'a mut Conn<S>) -> Running<'a>;
}

/// A plug that is a value.
struct Value<P>(P);

impl<S: Send + Sync + 'static, P: Plug<S> + 'static> AnyPlug<S> for Value<P> {
    fn call_boxed<'a>(&'static self, conn: &'a mut Conn<S>) -> Running<'a> {
        Box::pin(self.0.call(conn))
    }
}

#[doc(hidden)]
#[derive(Debug)]
pub struct IsValue;

impl<S: Send + Sync + 'static, P: Plug<S> + 'static> IntoPlug<S, IsValue> for P {
    fn into_plug(self) -> EndpointPlug<S> {
        EndpointPlug::new(Value(self))
    }
}

/// A plug that is a function.
struct Function<F>(F);

/// An async function of the conn.
trait Call<'a, S: 'static>: Sync {
    type Answer: Future<Output = Result> + Send + 'a;

    fn run(&self, conn: &'a mut Conn<S>) -> Self::Answer;
}

impl<'a, S: 'static, F, A> Call<'a, S> for F
where
    F: Fn(&'a mut Conn<S>) -> A + Sync,
    A: Future<Output = Result> + Send + 'a,
{
    type Answer = A;

    fn run(&self, conn: &'a mut Conn<S>) -> A {
        self(conn)
    }
}

impl<S: 'static, F: for<'a> Call<'a, S>> AnyPlug<S> for Function<F> {
    fn call_boxed<'a>(&'static self, conn: &'a mut Conn<S>) -> Running<'a> {
        Box::pin(self.0.run(conn))
    }
}

#[doc(hidden)]
#[derive(Debug)]
pub struct IsFunction;

impl<S: 'static, F: for<'a> Call<'a, S> + 'static> IntoPlug<S, IsFunction> for F {
    fn into_plug(self) -> EndpointPlug<S> {
        EndpointPlug::new(Function(self))
    }
}
