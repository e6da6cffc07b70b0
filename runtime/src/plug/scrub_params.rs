//! The name of a parameter comes in, a plug that makes nothing of its empty texts goes out.

use super::Plug;
use crate::{Conn, Result};

/// The plug that [`scrub_params`] makes.
#[derive(Clone, Copy, Debug)]
pub struct ScrubParams(&'static str);

/// Turns empty texts and texts of white space in the parameter `name`, and in all that is inside of it, into nothing: what a form sends
/// for a field that was left empty is then no value.
///
/// # Errors
/// The plug fails with 400 where neither body nor query has the parameter.
#[must_use]
pub const fn scrub_params(name: &'static str) -> ScrubParams {
    ScrubParams(name)
}

impl<S: Send + Sync + 'static> Plug<S> for ScrubParams {
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        conn.scrub_params(self.0)
    }
}
