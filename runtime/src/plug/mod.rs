//! A conn comes in and goes on changed, or halted: what pipelines are made of.

mod accepts;
mod api_key;
mod bearer;
mod content_security_policy;
mod csrf;
mod fallback;
mod headers;
mod layout;
mod rate_limit;
mod scrub_params;
mod secure_headers;
mod session;

use std::future::Future;

use crate::{Conn, Result};

pub(crate) use accepts::{choose_format, negotiate};

pub use accepts::{Accepts, accepts};
pub use api_key::{FindApiKey, RequireApiKey, RequireScope, require_api_key, require_scope};
pub use bearer::{Bearer, FindByToken, fetch_bearer, require_bearer};
pub use content_security_policy::{PutContentSecurityPolicy, put_content_security_policy};
pub use csrf::protect_from_forgery;
pub(crate) use fallback::AnyFallback;
pub use fallback::{ActionFallback, Fallback, action_fallback};
pub use headers::{MergeRespHeaders, merge_resp_headers};
pub use layout::{
    PutLayout, PutRootLayout, put_layout, put_layout_for, put_root_layout, put_root_layout_for,
};
pub use rate_limit::{RateLimit, by_api_key, by_client, rate_limit};
pub use scrub_params::{ScrubParams, scrub_params};
pub use secure_headers::put_secure_browser_headers;
pub use session::{fetch_flash, fetch_live_flash, fetch_session};

/// A plug that is a value, such as [`accepts(["html"])`](accepts); most plugs are plain async functions instead.
///
/// ```
/// use bennu::plug::Plug;
/// use bennu::{Conn, Result};
///
/// /// Says which version answered.
/// pub struct Version(pub &'static str);
///
/// impl<S: Send + Sync + 'static> Plug<S> for Version {
///     async fn call(&'static self, conn: &mut Conn<S>) -> Result {
///         conn.put_resp_header("x-version", self.0);
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a plug",
    note = "a plug is an async function `fn(&mut Conn<S>) -> bennu::Result`, or a value whose type implements `bennu::plug::Plug`"
)]
pub trait Plug<S>: Sync {
    /// Changes the conn, halts it, or fails.
    fn call(&'static self, conn: &mut Conn<S>) -> impl Future<Output = Result> + Send;
}
