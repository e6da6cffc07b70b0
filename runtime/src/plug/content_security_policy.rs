//! A policy comes in, a plug that gives it to browsers with a nonce of this request goes out.

use http::header::CONTENT_SECURITY_POLICY;

use super::Plug;
use crate::{Conn, Result};

/// The plug that [`put_content_security_policy`] makes.
#[derive(Clone, Copy, Debug)]
pub struct PutContentSecurityPolicy(&'static str);

/// Sets the header `content-security-policy`, in place of the one of
/// [`put_secure_browser_headers`](super::put_secure_browser_headers). `{nonce}` in it stands for this request's
/// [nonce](Conn::csp_nonce), which scripts and styles of the page carry to be allowed:
///
/// ```
/// use bennu::component::Slot;
/// use bennu::endpoint::Config;
/// use bennu::plug::{put_content_security_policy, put_root_layout};
/// use bennu::testing::Client;
/// use bennu::{Endpoint, Result, component};
///
/// type Conn = bennu::Conn<()>;
///
/// component! {
///     pub fn root(conn: &Conn, inner_block: Slot) {
///         <script nonce={conn.csp_nonce()}>"start()"</script>{inner_block}
///     }
/// }
///
/// async fn home(conn: &mut Conn) -> Result {
///     conn.render("home")
/// }
///
/// bennu::router! {
///     /// Every way in.
///     pub Router for ();
///
///     pipeline browser {
///         plug put_root_layout(root);
///         plug put_content_security_policy("default-src 'self'; script-src 'nonce-{nonce}'");
///     }
///
///     scope "/" { pipe_through browser; get "/" => home; }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
/// let response = client.get("/").await;
/// let policy = response.header("content-security-policy").unwrap();
/// let nonce = policy.split('\'').find_map(|part| part.strip_prefix("nonce-")).unwrap();
/// assert!(response.text().contains(&format!("nonce=\"{nonce}\"")));
/// # }
/// ```
///
/// # Errors
/// None; a policy that no header can have fails when the response is sent.
#[must_use]
pub const fn put_content_security_policy(policy: &'static str) -> PutContentSecurityPolicy {
    PutContentSecurityPolicy(policy)
}

impl<S: Send + Sync + 'static> Plug<S> for PutContentSecurityPolicy {
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        if self.0.contains("{nonce}") {
            let policy = self.0.replace("{nonce}", conn.csp_nonce());
            conn.put_resp_header(CONTENT_SECURITY_POLICY, policy);
        } else {
            conn.put_resp_header(CONTENT_SECURITY_POLICY, self.0);
        }
        Ok(())
    }
}
