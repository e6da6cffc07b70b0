//! The content between a component's tags, handed to the component.

use std::fmt;

use super::{Render, Sink, Value};

/// The content that a component was given: `<.card>this</.card>`. A component shows it with `{inner_block}`.
#[derive(Clone, Copy, Default)]
pub struct Slot<'a>(Option<&'a dyn Render>);

impl<'a> Slot<'a> {
    /// No content; the default of a component's optional slot.
    pub const EMPTY: Self = Self(None);

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Whether something was given.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

impl<'a, T: Render> From<&'a T> for Slot<'a> {
    fn from(content: &'a T) -> Self {
        Self(Some(content))
    }
}

impl Render for Slot<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        match self.0 {
            Some(content) => content.render(sink),
            None => sink.fill(Value::Absent),
        }
    }
}

impl fmt::Debug for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "Slot::EMPTY" } else { "Slot(..)" })
    }
}
