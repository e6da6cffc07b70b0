//! Where templates are rendered to: a page's HTML, or the wire JSON of a LiveView.

use std::fmt;

use super::escape::{self, Buffer};
use super::piece::Piece;
use super::run::Run;
use super::wire::{Kept, Wire};
use super::{Context, Template, Value};

/// Where a template is rendered to.
///
/// One type for every destination, so that a template's code exists once. A page takes the short way through each method;
/// on the way to a LiveView, the wire writer keeps count of what goes where.
pub struct Sink<'a> {
    pub(super) out: Buffer,
    context: &'a Context<'a>,
    wire: Option<Box<Wire<'a>>>,
    /// The template at the top, which remembers the size of the page.
    top: Option<&'static Template>,
}

impl<'a> Sink<'a> {
    /// A sink that writes a page behind what is in `out`.
    pub(super) fn html(context: &'a Context<'a>, out: Vec<u8>) -> Self {
        escape::detect();
        Self { out: Buffer::new(out), context, wire: None, top: None }
    }

    /// A sink that writes wire JSON behind what is in `out`.
    pub(super) fn wire(context: &'a Context<'a>, wire: Wire<'a>, out: Vec<u8>) -> Self {
        escape::detect();
        Self { out: Buffer::new(out), context, wire: Some(Box::new(wire)), top: None }
    }

    /// The page.
    pub(super) fn finish(self) -> Vec<u8> {
        if let Some(top) = self.top {
            top.remember(self.out.len());
        }
        self.out.into_bytes()
    }

    /// The wire JSON, and what has to be kept of it if anything changed.
    pub(super) fn finish_wire(mut self) -> (Vec<u8>, Option<Kept>) {
        let kept = self.wire.and_then(|wire| wire.finish(&mut self.out));
        (self.out.into_bytes(), kept)
    }

    /// What the template may ask for.
    #[must_use]
    pub fn context(&self) -> &Context<'a> {
        self.context
    }

    /// Puts one text into the place that is being rendered.
    #[inline]
    pub(crate) fn fill(&mut self, value: Value<'_>) {
        match &mut self.wire {
            None => escape::push(&mut self.out, value),
            Some(wire) => wire.fill(&mut self.out, value),
        }
    }

    /// Where this sink goes. Generated code asks once and keeps the answer, so that the compiler can see that it stays.
    #[doc(hidden)]
    #[inline(always)]
    pub fn mode(&self) -> Mode {
        if self.wire.is_none() { Mode::Html } else { Mode::Wire }
    }

    /// Begins a template in the place that is being rendered.
    #[doc(hidden)]
    #[inline(always)]
    pub fn open(&mut self, mode: Mode, template: &'static Template) {
        match mode {
            Mode::Wire => self.on_wire(|wire, out| wire.open(out, template)),
            Mode::Html if self.top.is_none() => self.begin(template),
            Mode::Html => {}
        }
    }

    /// Makes room for the page, as much as the template needed last time.
    fn begin(&mut self, template: &'static Template) {
        self.top = Some(template);
        if self.out.is_unallocated() {
            self.out = Buffer::new(Vec::with_capacity(template.size()));
        }
    }

    /// Ends the template that was opened last.
    #[doc(hidden)]
    #[inline(always)]
    pub fn close(&mut self, mode: Mode) {
        if mode.is_wire() {
            self.on_wire(Wire::close);
        }
    }

    /// Writes static markup, which the wire sends as part of the template.
    #[doc(hidden)]
    #[inline(always)]
    pub fn write<const N: usize>(&mut self, mode: Mode, markup: &'static [u8; N]) {
        if !mode.is_wire() {
            self.out.extend_from_slice(markup);
        }
    }

    /// Writes static markup and values in turns, and static markup at the end; `first` is the place of the first value.
    #[doc(hidden)]
    #[inline(always)]
    pub fn run<const FIRST: usize, R: Run, const N: usize>(
        &mut self,
        _first: Place<FIRST>,
        mode: Mode,
        run: R,
        end: &'static [u8; N],
    ) {
        match mode {
            Mode::Html => run.html(end, self),
            Mode::Wire if self.is_new() => run.wire_new::<FIRST>(self),
            Mode::Wire => run.wire(self),
        }
    }

    /// Begins a place that at most one template, list or value will fill.
    #[doc(hidden)]
    #[inline(always)]
    pub fn begin_dynamic(&mut self, mode: Mode) {
        if mode.is_wire() {
            self.on_wire(|wire, _| wire.begin_dynamic());
        }
    }

    /// Ends the place that was begun last.
    #[doc(hidden)]
    #[inline(always)]
    pub fn end_dynamic(&mut self, mode: Mode) {
        if mode.is_wire() {
            self.on_wire(Wire::end_dynamic);
        }
    }

    /// Begins a list in the place that was begun last.
    #[doc(hidden)]
    #[inline(always)]
    pub fn open_list(&mut self, mode: Mode, template: &'static Template) {
        if mode.is_wire() {
            self.on_wire(|wire, _| wire.open_list(template));
        }
    }

    /// Begins the next entry of the list, known by `key` (see [`key`](super::key)) or by its position.
    #[doc(hidden)]
    #[inline(always)]
    pub fn open_entry(&mut self, mode: Mode, key: impl FnOnce(u64) -> Option<u64>) {
        if mode.is_wire() {
            self.on_wire(|wire, out| wire.open_entry(out, key(wire.seed)));
        }
    }

    /// Ends the entry.
    #[doc(hidden)]
    #[inline(always)]
    pub fn close_entry(&mut self, mode: Mode) {
        if mode.is_wire() {
            self.on_wire(Wire::close_entry);
        }
    }

    /// Ends the list.
    #[doc(hidden)]
    #[inline(always)]
    pub fn close_list(&mut self, mode: Mode) {
        if mode.is_wire() {
            self.on_wire(Wire::close_list);
        }
    }

    /// Whether the client of a LiveView has nothing of the template.
    #[inline(always)]
    fn is_new(&self) -> bool {
        self.wire.as_ref().is_some_and(|wire| wire.is_new())
    }

    /// The wire writer and where it writes.
    #[inline(always)]
    pub(super) fn wire_and_out(&mut self) -> Option<(&mut Wire<'a>, &mut Buffer)> {
        self.wire.as_deref_mut().map(|wire| (wire, &mut self.out))
    }

    /// Writes one value as wire JSON, which may be markup.
    #[inline(never)]
    pub(super) fn dynamic<P: Piece>(&mut self, piece: &P, value: Option<Value<'_>>) {
        match value {
            Some(value) => self.on_wire(|wire, out| wire.dynamic_value(out, piece.name(), value)),
            None => {
                self.begin_dynamic(Mode::Wire);
                piece.render(self);
                self.end_dynamic(Mode::Wire);
            }
        }
    }

    #[inline(always)]
    pub(super) fn on_wire(&mut self, write: impl FnOnce(&mut Wire<'a>, &mut Buffer)) {
        if let Some(wire) = &mut self.wire {
            write(wire, &mut self.out);
        }
    }
}

/// The place in a template where a run of values begins.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Place<const NUMBER: usize>;

/// Where a sink goes.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A page.
    Html,
    /// The client of a LiveView.
    Wire,
}

impl Mode {
    #[inline(always)]
    fn is_wire(self) -> bool {
        self == Self::Wire
    }
}

impl fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.wire.is_some() { "wire" } else { "html" };
        f.debug_struct("Sink").field("mode", &mode).field("written", &self.out.len()).finish()
    }
}
