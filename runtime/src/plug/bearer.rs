//! A function that knows tokens comes in, a plug that lets in who has one goes out.

use std::future::Future;

use http::header::WWW_AUTHENTICATE;

use super::Plug;
use crate::auth::{AuthError, bearer};
use crate::{Conn, Error, Result};

/// The plug that [`require_bearer`] and [`fetch_bearer`] make.
#[derive(Clone, Copy, Debug)]
pub struct Bearer<F> {
    find: F,
    required: bool,
}

/// Lets in only requests with a token in `authorization: Bearer` that `find` knows: an async function of the conn and the token. Whom
/// it returns is [assigned](Conn::assign), and what it assigns itself stays.
///
/// Tokens may be of any kind: signed by [`token`](crate::token), [web tokens](crate::auth), or random texts of which the
/// database has the digest.
///
/// ```
/// use std::time::Duration;
/// use bennu::auth::AuthError;
/// use bennu::plug::{accepts, require_bearer};
/// use bennu::{Result, token};
///
/// type Conn = bennu::Conn<()>;
///
/// struct CurrentUser(i64);
///
/// /// Whose token it is: the wrong ones are errors of `verify`, and answered with 401.
/// async fn current_user(conn: &mut Conn, token: &str) -> Result<Option<CurrentUser>> {
///     let year = Duration::from_secs(365 * 86_400);
///     let id = token::verify(conn, "api token", token, year)?;
///     Ok(Some(CurrentUser(id)))
/// }
///
/// async fn me(conn: &mut Conn) -> Result {
///     let user = conn.assigned::<CurrentUser>().ok_or(AuthError::MissingToken)?;
///     conn.text(format!("user {}", user.0))
/// }
///
/// bennu::router! {
///     /// An API.
///     pub Router for ();
///
///     pipeline api { plug accepts(["json"]); plug require_bearer(current_user); }
///
///     scope "/api" { pipe_through api; get "/me" => me; }
/// }
/// ```
///
/// # Errors
/// The plug fails with 401 and a `www-authenticate` as RFC 6750 has it where there is no token, `find` returns none, or
/// it fails with a [`TokenError`](crate::token::TokenError) or [`AuthError`]; and with whatever else `find` fails with.
#[must_use]
pub const fn require_bearer<F>(find: F) -> Bearer<F> {
    Bearer { find, required: true }
}

/// As [`require_bearer`], but lets in who sends no token, too. A token that is wrong is 401 all the same.
#[must_use]
pub const fn fetch_bearer<F>(find: F) -> Bearer<F> {
    Bearer { find, required: false }
}

/// An async function `fn(&mut Conn<S>, &str) -> Result<Option<T>>`.
#[diagnostic::on_unimplemented(
    message = "this does not find the owner of a token",
    note = "it takes an async function `fn(&mut Conn<S>, &str) -> bennu::Result<Option<T>>`"
)]
pub trait FindByToken<'a, S: 'static>: Sync {
    /// Whose token it is.
    type Owner: Send + Sync + 'static;
    /// What it returns.
    type Answer: Future<Output = Result<Option<Self::Owner>>> + Send + 'a;

    /// Looks for the owner.
    fn find(&self, conn: &'a mut Conn<S>, token: &'a str) -> Self::Answer;
}

impl<'a, S, F, A, T> FindByToken<'a, S> for F
where
    S: 'static,
    F: Fn(&'a mut Conn<S>, &'a str) -> A + Sync,
    A: Future<Output = Result<Option<T>>> + Send + 'a,
    T: Send + Sync + 'static,
{
    type Owner = T;
    type Answer = A;

    fn find(&self, conn: &'a mut Conn<S>, token: &'a str) -> A {
        self(conn, token)
    }
}

impl<S, F> Plug<S> for Bearer<F>
where
    S: Send + Sync + 'static,
    F: for<'a> FindByToken<'a, S> + 'static,
{
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        let token = match bearer(conn.headers()) {
            Ok(token) => token.to_owned(),
            Err(AuthError::MissingToken) if !self.required => return Ok(()),
            Err(error) => return Err(refuse(conn, error, "")),
        };
        match self.find.find(conn, &token).await {
            Ok(Some(owner)) => {
                conn.assign(owner);
                Ok(())
            }
            Ok(None) => Err(refuse(conn, AuthError::InvalidToken, "")),
            Err(error) => Err(match AuthError::of(&error) {
                Some(reason) => refuse(conn, reason, ""),
                None => error,
            }),
        }
    }
}

/// The error of a request that is not let in, with its challenge on the response.
pub(super) fn refuse<S: 'static>(conn: &mut Conn<S>, error: AuthError, scope: &str) -> Error {
    conn.put_resp_header(WWW_AUTHENTICATE, error.challenge(scope));
    error.into()
}
