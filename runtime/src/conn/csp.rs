//! A conn comes in, the nonce of its page goes out.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Conn;
use crate::token::passing;

/// What the content security policy of one response and the scripts of its page have in common, once somebody asks for it.
#[derive(Default)]
pub(super) struct Nonce(OnceLock<String>);

impl<S: 'static> Conn<S> {
    /// A random text for this request alone: scripts and styles that carry it as their `nonce` run under a policy that names it, which
    /// [`put_content_security_policy`](crate::plug::put_content_security_policy) sets. 144 bits in base64.
    #[must_use]
    pub fn csp_nonce(&self) -> &str {
        self.csp_nonce.0.get_or_init(|| STANDARD.encode(passing::<18>()))
    }
}
