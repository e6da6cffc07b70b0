//! Plugs that read session and flash.

use crate::{Conn, Result};

/// Reads the session from its cookie. A pipeline that names it says that its pages have a session; without it, the session is read
/// when something first asks for it.
///
/// # Errors
/// None: a cookie that cannot be used counts as absent.
pub async fn fetch_session<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    let _ = conn.session();
    Ok(())
}

/// Reads the flash, so that it is shown by this response or dropped, and does not stay for a later one.
///
/// # Errors
/// None.
pub async fn fetch_flash<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    let _ = conn.flash();
    Ok(())
}

/// Reads the flash as [`fetch_flash`] does, and with it what a LiveView left for the page it led to.
///
/// # Errors
/// None.
pub async fn fetch_live_flash<S: Send + Sync + 'static>(conn: &mut Conn<S>) -> Result {
    let _ = conn.flash();
    conn.merge_live_flash();
    Ok(())
}
