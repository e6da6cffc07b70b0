//! Plugs that read session and flash.

use crate::{Conn, Result};

/// Reads the session from its cookie, or from the [store](crate::session) that keeps it. A pipeline that names it says that its pages
/// have a session; without it, a session that is whole in its cookie is read when something first asks for it, and one in a store is
/// not read at all.
///
/// # Errors
/// Those of the store; a cookie that cannot be used counts as absent.
pub async fn fetch_session<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    conn.fetch_session().await
}

/// Reads the flash, so that it is shown by this response or dropped, and does not stay for a later one.
///
/// # Errors
/// As [`fetch_session`].
pub async fn fetch_flash<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    conn.fetch_session().await?;
    let _ = conn.flash();
    Ok(())
}

/// Reads the flash as [`fetch_flash`] does, and with it what a LiveView left for the page it led to.
///
/// # Errors
/// As [`fetch_session`].
pub async fn fetch_live_flash<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    fetch_flash(conn).await?;
    conn.merge_live_flash();
    Ok(())
}
