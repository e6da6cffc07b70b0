//! Where templates are rendered to: a page's HTML, or the wire JSON of a LiveView.

use std::fmt;

use super::run::Run;
use super::wire::Wire;
use super::{Context, Template, Value, escape};

/// Where a template is rendered to.
///
/// One type for every destination, so that a template's code exists once. A page takes the short way through each method;
/// on the way to a LiveView, [`Wire`] keeps count of what goes where.
pub struct Sink<'a> {
    pub(super) out: Vec<u8>,
    context: &'a Context<'a>,
    wire: Option<Wire<'a>>,
    /// The template at the top, which remembers the size of the page.
    top: Option<&'static Template>,
}

impl<'a> Sink<'a> {
    /// A sink that writes a page.
    pub(super) fn html(context: &'a Context<'a>) -> Self {
        Self { out: Vec::new(), context, wire: None, top: None }
    }

    /// A sink that writes wire JSON behind what is in `out`.
    pub(super) fn wire(context: &'a Context<'a>, wire: Wire<'a>, out: Vec<u8>) -> Self {
        Self { out, context, wire: Some(wire), top: None }
    }

    /// The page.
    pub(super) fn finish(self) -> Vec<u8> {
        if let Some(top) = self.top {
            top.remember(self.out.len());
        }
        self.out
    }

    /// The wire JSON, and what has to be kept of it.
    pub(super) fn finish_wire(self) -> (Vec<u8>, Option<Wire<'a>>) {
        (self.out, self.wire)
    }

    /// What the template may ask for.
    #[must_use]
    pub fn context(&self) -> &Context<'a> {
        self.context
    }

    /// Puts one text into the place that is being rendered.
    #[inline]
    pub(super) fn fill(&mut self, value: Value<'_>) {
        match &mut self.wire {
            None => escape::push(&mut self.out, value),
            Some(wire) => wire.fill(&mut self.out, None, value),
        }
    }

    /// Begins a template in the place that is being rendered.
    #[doc(hidden)]
    #[inline(always)]
    pub fn open(&mut self, template: &'static Template) {
        match &mut self.wire {
            Some(wire) => wire.open(&mut self.out, template),
            None if self.top.is_none() => self.begin(template),
            None => {}
        }
    }

    /// Makes room for the page, as much as the template needed last time.
    fn begin(&mut self, template: &'static Template) {
        self.top = Some(template);
        self.out.reserve(template.size());
    }

    /// Ends the template that was opened last.
    #[doc(hidden)]
    #[inline(always)]
    pub fn close(&mut self) {
        if let Some(wire) = &mut self.wire {
            wire.close(&mut self.out);
        }
    }

    /// Writes static markup, which the wire sends as part of the template.
    #[doc(hidden)]
    #[inline(always)]
    pub fn write<const N: usize>(&mut self, markup: &'static [u8; N]) {
        if self.wire.is_none() {
            self.out.extend_from_slice(markup);
        }
    }

    /// Writes static markup and values in turns, and static markup at the end.
    #[doc(hidden)]
    #[inline(always)]
    pub fn run<R: Run, const N: usize>(&mut self, run: R, end: &'static [u8; N]) {
        if self.wire.is_none() {
            run.html(end, self);
        } else {
            run.wire(self);
        }
    }

    /// Begins a place that at most one template, list or value will fill.
    #[doc(hidden)]
    #[inline(always)]
    pub fn begin_dynamic(&mut self) {
        if let Some(wire) = &mut self.wire {
            wire.begin_dynamic(&mut self.out);
        }
    }

    /// Ends the place that was begun last.
    #[doc(hidden)]
    #[inline(always)]
    pub fn end_dynamic(&mut self) {
        if let Some(wire) = &mut self.wire {
            wire.end_dynamic(&mut self.out);
        }
    }

    /// Puts a value into a place of its own, behind `prefix` where it is an attribute.
    pub(super) fn dynamic_value(&mut self, prefix: Option<&'static [u8]>, value: Value<'_>) {
        if let Some(wire) = &mut self.wire {
            wire.dynamic_value(&mut self.out, prefix, value);
        }
    }

    /// Begins a list in the place that was begun last.
    #[doc(hidden)]
    #[inline(always)]
    pub fn open_list(&mut self, template: &'static Template) {
        if let Some(wire) = &mut self.wire {
            wire.open_list(&mut self.out, template);
        }
    }

    /// Begins the next entry of the list, known by `key` (see [`key`](super::key)) or by its position.
    #[doc(hidden)]
    #[inline(always)]
    pub fn open_entry(&mut self, key: impl FnOnce() -> Option<u64>) {
        if let Some(wire) = &mut self.wire {
            wire.open_entry(&mut self.out, key());
        }
    }

    /// Ends the entry.
    #[doc(hidden)]
    #[inline(always)]
    pub fn close_entry(&mut self) {
        if let Some(wire) = &mut self.wire {
            wire.close_entry(&mut self.out);
        }
    }

    /// Ends the list.
    #[doc(hidden)]
    #[inline(always)]
    pub fn close_list(&mut self) {
        if let Some(wire) = &mut self.wire {
            wire.close_list(&mut self.out);
        }
    }
}

impl fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.wire.is_some() { "wire" } else { "html" };
        f.debug_struct("Sink").field("mode", &mode).field("written", &self.out.len()).finish()
    }
}
