//! What `use bennu::prelude::*` brings.

pub use crate::conn::FlashKind::Info;
pub use crate::live::{LiveView, Session, Socket};
pub use crate::{Conn, Error, Params, Result, component, events, html};
