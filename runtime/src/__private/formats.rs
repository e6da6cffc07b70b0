//! What the expansion of `formats!` calls.

use crate::{Body, Conn, Error, Result};

/// Sends a page in a format that has no function of its own.
///
/// # Errors
/// As [`Conn::html`].
pub fn send<S: Send + Sync + 'static>(
    conn: &mut Conn<S>,
    format: &'static str,
    answer: impl Into<Body>,
) -> Result {
    conn.send_format(format, answer.into())
}

/// For the end of a chain that always finds its format before.
///
/// # Errors
/// Always, with 500.
#[cold]
pub fn unknown(format: &str) -> Result {
    Err(Error::internal(format!("bug in Bennu: `formats!` has no `{format}`")))
}
