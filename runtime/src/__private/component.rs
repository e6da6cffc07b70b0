//! What the `component` macros' expansions call.

pub use crate::component::piece::{attribute, quoted, text, url};
pub use crate::component::{Render, Sink, Slot, Template, fragment, key};
