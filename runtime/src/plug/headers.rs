//! Headers come in, a plug that sets them on every response of a pipeline goes out.

use super::Plug;
use crate::{Conn, Result};

/// The plug that [`merge_resp_headers`] makes.
#[derive(Clone, Copy, Debug)]
pub struct MergeRespHeaders<const N: usize>([(&'static str, &'static str); N]);

/// Sets headers of the response, each in place of an earlier one of its name. After
/// [`put_secure_browser_headers`](super::put_secure_browser_headers) it changes and adds to those:
///
/// ```
/// # async fn home(conn: &mut bennu::Conn<()>) -> bennu::Result { conn.text("home") }
/// use bennu::plug::{merge_resp_headers, put_secure_browser_headers};
///
/// bennu::router! {
///     /// Every way in.
///     pub Router for ();
///
///     pipeline browser {
///         plug put_secure_browser_headers;
///         plug merge_resp_headers([("x-frame-options", "DENY"), ("referrer-policy", "no-referrer")]);
///     }
///
///     scope "/" { pipe_through browser; get "/" => home; }
/// }
/// ```
///
/// # Errors
/// None; what no header can have fails when the response is sent.
#[must_use]
pub const fn merge_resp_headers<const N: usize>(
    headers: [(&'static str, &'static str); N],
) -> MergeRespHeaders<N> {
    MergeRespHeaders(headers)
}

impl<S: Send + Sync + 'static, const N: usize> Plug<S> for MergeRespHeaders<N> {
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        for (name, value) in self.0 {
            conn.put_resp_header(name, value);
        }
        Ok(())
    }
}
