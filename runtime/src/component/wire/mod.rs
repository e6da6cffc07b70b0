//! What templates do comes in, LiveView's diff JSON goes out, in the same pass and without a tree.
//!
//! The fingerprints of what the client has run along: while a template is rendered, its place in them moves along with it, so
//! each value is compared with what was last sent. Something unchanged leaves no trace: the object around a value is begun
//! when the first value in it has changed. What the client will have is noted as changes of what it has, or written anew where
//! the page has other places than before.

mod hash;
mod list;
mod node;
mod prints;
mod write;

use std::fmt::{self, Write as _};

use super::escape::Buffer;
use super::{Template, Value};
use list::List;
use node::Node;
pub(super) use prints::{Kept, note};
use prints::{Print, Written};
use write::{write_item, write_key, write_number, write_trusted};

pub use prints::key;
pub(super) use prints::{EMPTY, value_print};
pub(super) use write::{item, item_bound};

/// The state of writing one diff.
#[derive(Debug)]
pub(super) struct Wire<'a> {
    /// What fingerprints of values begin with.
    pub(super) seed: u64,
    /// What will have been sent.
    new: Written<'a>,
    /// The templates that this message holds; a client finds them by their position.
    templates: Vec<&'static Template>,
    /// The template or entry that is being written; at first a stand-in whose only place is the whole view.
    node: Node<'a>,
    /// The ones around it.
    around: Vec<Node<'a>>,
    /// The list that is being written; at first a stand-in.
    list: List<'a>,
    /// Those around it, and the stand-in.
    lists: Vec<List<'a>>,
    /// Room for values whose text is not known before it is formatted.
    formatted: String,
    /// Whether the client has to hear anything.
    changed: bool,
}

/// A value of a run, and the name with a space before it where it is that of an attribute.
pub(super) type Item<'v> = (Option<&'static [u8]>, Value<'v>);

/// What a view that is one text and no markup is wrapped in, since the whole must be an object.
static WRAPPER: Template = Template::new(1, false, r#"["",""]"#);

impl<'a> Wire<'a> {
    /// Begins a diff against `old`; empty for a first render.
    pub(super) fn new(old: &'a [u64]) -> Self {
        Self {
            seed: hash::seed(),
            new: Written::new(old),
            templates: Vec::new(),
            node: Node { old, is_open: true, ..Node::default() },
            around: Vec::new(),
            list: List::NONE,
            lists: Vec::new(),
            formatted: String::new(),
            changed: false,
        }
    }

    /// Ends the diff: what has to be kept, or nothing if nothing changed.
    pub(super) fn finish(mut self, out: &mut Buffer) -> Option<Kept> {
        if !self.node.is_filled {
            self.fill(out, Value::Absent);
        }
        self.changed.then(|| self.new.finish())
    }

    /// Begins a place of the current template.
    #[inline(always)]
    pub(super) fn begin_dynamic(&mut self) {
        self.node.is_filled = false;
    }

    /// Ends the place.
    #[inline(always)]
    pub(super) fn end_dynamic(&mut self, out: &mut Buffer) {
        if self.node.is_filled {
            self.node.step();
        } else if !self.is_same([EMPTY]) {
            self.change_to_empty(out);
            self.node.step();
        }
    }

    /// Nothing was put into the current place, where something is on the client.
    #[inline(never)]
    fn change_to_empty(&mut self, out: &mut Buffer) {
        self.new.change(EMPTY, prints::is_text(self.node.old));
        self.touch(out);
        self.node.start_place(out, b"\"\"");
    }

    /// Whether the client has nothing of what is being written.
    #[inline(always)]
    pub(super) fn is_new(&self) -> bool {
        self.node.old.is_empty()
    }

    /// The places of a run, all of which are new.
    #[inline(always)]
    pub(super) fn step_over<const N: usize>(&mut self, prints: [u64; N]) {
        self.new.add(prints);
        self.node.any = true;
        self.node.index += N;
    }

    /// Whether the client has the values of a run, whose fingerprints these are; then its places are done with.
    #[inline(always)]
    pub(super) fn is_same<const N: usize>(&mut self, prints: [u64; N]) -> bool {
        let Some((old, rest)) = self.node.old.split_first_chunk::<N>() else { return false };
        let is_same = old.iter().zip(prints).fold(0, |bits, (old, new)| bits | (old ^ new)) == 0;
        if is_same {
            self.new.same(prints);
            self.node.index += N;
            self.node.old = rest;
        }
        is_same
    }

    /// A run in which something changed.
    #[inline(never)]
    pub(super) fn changed_run(&mut self, out: &mut Buffer, items: &[(Item<'_>, u64)]) {
        for (item, print) in items {
            if !self.is_same([*print]) {
                self.new.change(*print, prints::is_text(self.node.old));
                self.touch(out);
                write_item(out, self.node.any, self.node.index, *item);
                self.node.any = true;
                self.node.step();
            }
        }
    }

    /// A place and the value that fills it at once; `name` is that of an attribute.
    pub(super) fn dynamic_value(&mut self, out: &mut Buffer, name: Option<&'static [u8]>, value: Value<'_>) {
        self.put(out, name, value);
        self.node.step();
    }

    /// Fills the current place with a text.
    pub(super) fn fill(&mut self, out: &mut Buffer, value: Value<'_>) {
        if self.around.is_empty() {
            return self.fill_whole(out, value);
        }
        self.put(out, None, value);
        self.node.fill();
    }

    /// The whole view is one text.
    #[cold]
    fn fill_whole(&mut self, out: &mut Buffer, value: Value<'_>) {
        self.open(out, &WRAPPER);
        self.dynamic_value(out, None, value);
        self.close(out);
    }

    /// Compares a value with what the client has in the current place, and writes it if it is another.
    #[inline(never)]
    fn put(&mut self, out: &mut Buffer, name: Option<&'static [u8]>, value: Value<'_>) {
        if let Value::Display(value) = value {
            return self.put_formatted(out, name, value);
        }
        let print = value_print(self.seed, value);
        if self.node.old.first() == Some(&print) {
            return self.new.same([print]);
        }
        self.new.change(print, prints::is_text(self.node.old));
        self.touch(out);
        match value {
            Value::Trusted(html) => write_trusted(out, self.node.any, self.node.index, name, html),
            value => write_item(out, self.node.any, self.node.index, (name, value)),
        }
        self.node.any = true;
    }

    fn put_formatted(&mut self, out: &mut Buffer, name: Option<&'static [u8]>, value: &dyn fmt::Display) {
        let mut text = std::mem::take(&mut self.formatted);
        text.clear();
        // A `Display` that fails has written what it could; there is nobody to tell within a page.
        let _ = write!(text, "{value}");
        self.put(out, name, Value::Text(&text));
        self.formatted = text;
    }

    /// The number by which this message knows `template`.
    fn number(&mut self, template: &'static Template) -> usize {
        let known = self.templates.iter().position(|known| known.fingerprint == template.fingerprint);
        known.unwrap_or_else(|| {
            self.templates.push(template);
            self.templates.len() - 1
        })
    }
}
