//! What `use bennu::prelude::*` brings.

pub use crate::conn::FlashKind::Info;
pub use crate::{Conn, Error, Params, Result, component, html};
