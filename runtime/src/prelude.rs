//! What `use bennu::prelude::*` brings.

pub use crate::{Error, Params, Result, component, html};
