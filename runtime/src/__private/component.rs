//! What the `component` macros' expansions call.

pub use crate::component::piece::{attribute, text, url};
pub use crate::component::{Render, Sink, Slot, Template, fragment, key};
