//! A layout comes in, a plug that puts it around every page of a pipeline goes out.

use super::Plug;
use crate::conn::Layout;
use crate::{Conn, Result};

/// The plug that [`put_root_layout`] makes.
#[derive(Clone, Copy, Debug)]
pub struct PutRootLayout<F>(F);

/// Puts `layout` around what [`Conn::render`] renders: a component `fn root(conn: &Conn, inner_block: Slot)`.
///
/// # Errors
/// None.
#[must_use]
pub const fn put_root_layout<F>(layout: F) -> PutRootLayout<F> {
    PutRootLayout(layout)
}

impl<S, F> Plug<S> for PutRootLayout<F>
where
    S: Send + Sync + 'static,
    F: for<'a> Layout<'a, S> + 'static,
{
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        conn.put_root_layout(&self.0);
        Ok(())
    }
}
