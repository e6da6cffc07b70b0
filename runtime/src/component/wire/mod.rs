//! What templates do comes in, LiveView's diff JSON goes out, in the same pass and without a tree.
//!
//! Two arrays of fingerprints run along: `old` is what the client has, `new` is what it will have. While a template is
//! rendered, its place in `old` moves along with it, so each value is compared with what was last sent. Something
//! unchanged leaves no trace: what was written for it so far is taken back from the end of the buffer.

mod list;
mod node;
mod prints;

use super::escape::{Cursor, KEY, WireHtml};
use super::{Template, Value, escape};
use list::List;
use node::{Node, Place};
use prints::{EMPTY, Print, value_print};

pub use prints::key;

/// Where no earlier fingerprint is known.
const NONE: usize = usize::MAX;

/// The state of writing one diff.
#[derive(Debug)]
pub(super) struct Wire<'a> {
    /// What fingerprints of values begin with.
    seed: u64,
    /// What was sent last.
    old: &'a [u64],
    /// What will have been sent.
    new: Vec<u64>,
    /// The templates that this message holds; a client finds them by their position.
    templates: Vec<&'static Template>,
    /// The template that is being written; at first a stand-in whose only place is the whole view.
    node: Node,
    /// The templates around it.
    around: Vec<Node>,
    /// The lists that are being written, the innermost last.
    lists: Vec<List>,
}

/// What a view that is one text and no markup is wrapped in, since the whole must be an object.
static WRAPPER: Template = Template::new(1, false, r#"["",""]"#);

impl<'a> Wire<'a> {
    /// Begins a diff against `old`; empty for a first render.
    pub(super) fn new(old: &'a [u64]) -> Self {
        let place = Place { old: if old.is_empty() { NONE } else { 0 }, ..Place::default() };
        Self {
            seed: prints::seed(),
            old,
            new: Vec::with_capacity(old.len().max(32)),
            templates: Vec::new(),
            node: Node { place, ..Node::default() },
            around: Vec::new(),
            lists: Vec::new(),
        }
    }

    /// Ends the diff: what has to be kept, or nothing if nothing changed.
    pub(super) fn finish(mut self, out: &mut Vec<u8>) -> Option<Vec<u64>> {
        if !self.node.place.filled {
            self.fill(out, None, Value::Absent);
        }
        self.node.place.changed.then_some(self.new)
    }

    /// Begins a place of the current template.
    #[inline(never)]
    pub(super) fn begin_dynamic(&mut self, out: &mut Vec<u8>) {
        let mark = out.len();
        write_key(out, self.node.any, self.node.index);
        self.node.place = Place { old: self.node.old, mark, filled: false, changed: false };
    }

    /// Ends the place: takes it back if it did not change.
    #[inline(never)]
    pub(super) fn end_dynamic(&mut self, out: &mut Vec<u8>) {
        if !self.node.place.filled {
            self.fill(out, None, Value::Absent);
        }
        if self.node.place.changed {
            self.node.any = true;
        } else {
            out.truncate(self.node.place.mark);
        }
        self.step();
    }

    /// Moves on to the next place of the current template.
    fn step(&mut self) {
        self.node.index += 1;
        if self.node.old != NONE {
            self.node.old += prints::size(self.old, self.node.old);
        }
    }

    /// A place and the text that fills it at once; `name` is that of an attribute.
    ///
    /// The kind of the value is known where this is called, so each kind has a function of its own.
    #[inline(always)]
    pub(super) fn dynamic_value(&mut self, out: &mut Vec<u8>, name: Option<&'static [u8]>, value: Value<'_>) {
        match (value, name) {
            (Value::Text(text), None) => self.dynamic_text(out, text),
            (Value::Text(text), Some(name)) => self.dynamic_attribute(out, name, text),
            (Value::Signed(number), _) => self.dynamic_signed(out, name, number),
            (Value::Unsigned(number), _) => self.dynamic_unsigned(out, name, number),
            (Value::Display(_) | Value::Trusted(_), _) => self.dynamic_other(out, name, value),
            (value, _) => self.dynamic_small(out, name, value),
        }
    }

    #[inline(never)]
    fn dynamic_text(&mut self, out: &mut Vec<u8>, text: &str) {
        self.dynamic(out, None, Value::Text(text));
    }

    #[inline(never)]
    fn dynamic_attribute(&mut self, out: &mut Vec<u8>, name: &'static [u8], text: &str) {
        self.dynamic(out, Some(name), Value::Text(text));
    }

    #[inline(never)]
    fn dynamic_signed(&mut self, out: &mut Vec<u8>, name: Option<&'static [u8]>, number: i64) {
        self.dynamic(out, name, Value::Signed(number));
    }

    #[inline(never)]
    fn dynamic_unsigned(&mut self, out: &mut Vec<u8>, name: Option<&'static [u8]>, number: u64) {
        self.dynamic(out, name, Value::Unsigned(number));
    }

    #[inline(never)]
    fn dynamic_small(&mut self, out: &mut Vec<u8>, name: Option<&'static [u8]>, value: Value<'_>) {
        self.dynamic(out, name, value);
    }

    /// A value whose text is not known before it is written.
    #[inline(never)]
    fn dynamic_other(&mut self, out: &mut Vec<u8>, name: Option<&'static [u8]>, value: Value<'_>) {
        self.begin_dynamic(out);
        self.fill(out, name, value);
        self.end_dynamic(out);
    }

    #[inline(always)]
    fn dynamic(&mut self, out: &mut Vec<u8>, name: Option<&'static [u8]>, value: Value<'_>) {
        let print = value_print(self.seed, &value);
        self.new.push(print);
        if self.node.old == NONE || self.old.get(self.node.old) != Some(&print) {
            write_value(out, self.node.any, self.node.index, name, value);
            self.node.any = true;
        }
        self.step();
    }

    /// Fills the current place with a text.
    pub(super) fn fill(&mut self, out: &mut Vec<u8>, name: Option<&'static [u8]>, value: Value<'_>) {
        if self.around.is_empty() {
            return self.fill_whole(out, value);
        }
        let start = out.len();
        let print = if let Value::Display(_) = value {
            write_string(out, name, value);
            prints::text_print(self.seed, &out[start..])
        } else {
            value_print(self.seed, &value)
        };
        self.new.push(print);
        let changed = self.node.place.old == NONE || self.old.get(self.node.place.old) != Some(&print);
        if changed && out.len() == start {
            write_string(out, name, value);
        }
        self.node.place.fill(changed);
    }

    /// The whole view is one text.
    #[cold]
    fn fill_whole(&mut self, out: &mut Vec<u8>, value: Value<'_>) {
        self.open(out, &WRAPPER);
        self.dynamic_value(out, None, value);
        self.close(out);
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

/// Writes `"3":"text"`, after a comma where something is before it.
#[inline(always)]
fn write_value(out: &mut Vec<u8>, comma: bool, index: usize, name: Option<&'static [u8]>, value: Value<'_>) {
    let named = name.map_or(0, |name| name.len() + QUOTES);
    let mut cursor = Cursor::reserve(out, KEY + QUOTES + named + value.bound());
    // SAFETY: `KEY` is room for the key and `QUOTES` for a pair of quotes with `=`, the rest for the name and the value.
    unsafe {
        cursor.key(comma, index);
        cursor.copy(b"\"");
        match (name, value) {
            (_, Value::Absent) => {}
            (None, value) => cursor.value::<WireHtml>(value),
            (Some(name), Value::Bare) => cursor.copy(name),
            (Some(name), value) => {
                cursor.copy(name);
                cursor.copy(br#"=\""#);
                cursor.value::<WireHtml>(value);
                cursor.copy(br#"\""#);
            }
        }
        cursor.copy(b"\"");
    }
    cursor.finish();
}

/// The most bytes of a pair of quotes that are escaped, with a sign before them.
const QUOTES: usize = 5;

/// Writes the string alone, of any kind of value.
fn write_string(out: &mut Vec<u8>, name: Option<&'static [u8]>, value: Value<'_>) {
    out.push(b'"');
    match (name, value) {
        (_, Value::Absent) => {}
        (None, value) => escape::push_wire(out, value),
        (Some(name), Value::Bare) => out.extend_from_slice(name),
        (Some(name), value) => {
            out.extend_from_slice(name);
            out.extend_from_slice(br#"=\""#);
            escape::push_wire(out, value);
            out.extend_from_slice(br#"\""#);
        }
    }
    out.push(b'"');
}

/// Writes a number.
fn write_number(out: &mut Vec<u8>, number: usize) {
    escape::push(out, Value::Unsigned(number as u64));
}

/// Writes `"3":`, after a comma where something is before it.
fn write_key(out: &mut Vec<u8>, comma: bool, index: usize) {
    let mut cursor = Cursor::reserve(out, KEY);
    // SAFETY: that is the room for a key.
    unsafe { cursor.key(comma, index) };
    cursor.finish();
}
