//! What one LiveView last sent, kept as fingerprints; a template comes in, the wire JSON of what changed goes out.

use super::wire::{Kept, Wire, note};
use super::{Context, Render, Sink};

/// What one LiveView last sent to its client, eight bytes for each dynamic part of the page.
///
/// ```
/// use bennu::component::{Context, Fingerprints};
/// use bennu::html;
///
/// let counter = |count: i32| html! { <p>Count: {count}</p> };
/// let mut sent = Fingerprints::new();
/// let mut out = Vec::new();
/// sent.full(&counter(1), &Context::default(), &mut out);
/// assert_eq!(out, br#"{"0":"1","s":0,"p":{"0":["<p>Count: ","</p>"]}}"#);
///
/// out.clear();
/// assert!(sent.diff(&counter(2), &Context::default(), &mut out));
/// assert_eq!(out, br#"{"0":"2"}"#);
///
/// out.clear();
/// assert!(!sent.diff(&counter(2), &Context::default(), &mut out));
/// assert_eq!(out, b"{}");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Fingerprints {
    prints: Box<[u64]>,
}

impl Fingerprints {
    /// Nothing was sent yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes the whole template as wire JSON behind what is in `out`, whatever was sent before.
    pub fn full(&mut self, template: &impl Render, context: &Context<'_>, out: &mut Vec<u8>) {
        self.prints = Box::default();
        self.diff(template, context, out);
    }

    /// Writes what changed since the last time as wire JSON behind what is in `out`; `false`, and `{}`, if nothing did.
    ///
    /// Where nothing was sent before, this is the whole template.
    pub fn diff(&mut self, template: &impl Render, context: &Context<'_>, out: &mut Vec<u8>) -> bool {
        let mut sink = Sink::wire(context, Wire::new(&self.prints), std::mem::take(out));
        template.render(&mut sink);
        let (written, kept) = sink.finish_wire();
        *out = written;
        match kept {
            None => return false,
            Some(Kept::All(prints)) => self.prints = prints.into_boxed_slice(),
            Some(Kept::Changes(changes)) => note(&mut self.prints, &changes),
        }
        true
    }

    /// How many bytes are kept between two updates.
    #[must_use]
    pub fn size(&self) -> usize {
        size_of_val::<[u64]>(&self.prints)
    }
}
