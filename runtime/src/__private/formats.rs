//! What the expansion of `formats!` calls.

use crate::component::Render;
use crate::conn::Template;
use crate::{Body, Conn, Error, Result};

/// Sends a page in a format that has no function of its own.
///
/// # Errors
/// As [`Conn::html`].
pub fn send<S: Send + Sync + 'static>(
    conn: &mut Conn<S>,
    format: &'static str,
    answer: impl Answer,
) -> Result {
    answer.send(conn, format)
}

/// What a page may be in a format that has no function of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as it is",
    note = "in this format, `formats!` takes text or bytes; for a template, write `template(..)` around it, `bennu::conn::template`"
)]
pub trait Answer {
    /// Sends it.
    ///
    /// # Errors
    /// As [`Conn::html`].
    fn send<S: Send + Sync + 'static>(self, conn: &mut Conn<S>, format: &'static str) -> Result;
}

impl<T: Into<Body>> Answer for T {
    fn send<S: Send + Sync + 'static>(self, conn: &mut Conn<S>, format: &'static str) -> Result {
        conn.send_format(format, self.into())
    }
}

impl<T: Render> Answer for Template<T> {
    fn send<S: Send + Sync + 'static>(self, conn: &mut Conn<S>, _: &'static str) -> Result {
        conn.render(self.0)
    }
}

/// For the end of a chain that always finds its format before.
///
/// # Errors
/// Always, with 500.
#[cold]
pub fn unknown(format: &str) -> Result {
    Err(Error::internal(format!("bug in Bennu: `formats!` has no `{format}`")))
}
