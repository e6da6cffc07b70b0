//! Templates within templates: opened, compared with what the client has, closed.

use super::Buffer;
use super::write::{write_constants, write_start};
use super::{Print, Template, Wire, prints, write_key};

/// A template, or an entry of a list, that is being written.
#[derive(Debug, Default)]
pub(super) struct Node<'a> {
    /// The number of the place that comes next, or is being filled.
    pub(super) index: usize,
    /// What the client has in that place and in those behind it; nothing where all of it is new.
    pub(super) old: &'a [u64],
    /// Where its own fingerprint is in the new ones.
    pub(super) start: usize,
    /// Its constants, where the client does not have them: then everything is written.
    pub(super) full: Option<&'static Template>,
    /// Whether it is an entry of a list.
    pub(super) is_entry: bool,
    /// Whether its object was begun.
    pub(super) is_open: bool,
    /// Whether anything was written into its object.
    pub(super) any: bool,
    /// Whether the place that was begun last has its value.
    pub(super) is_filled: bool,
}

impl Node<'_> {
    /// Moves on to the next place.
    #[inline(always)]
    pub(super) fn step(&mut self) {
        self.index += 1;
        self.old = prints::behind(self.old);
    }

    #[inline(always)]
    pub(super) fn fill(&mut self) {
        debug_assert!(
            !self.is_filled,
            "`Render::render` of a type rendered two values into one place; put both into one `html!`"
        );
        self.is_filled = true;
    }

    /// Begins what fills the current place: `"3":{`.
    #[inline(always)]
    pub(super) fn start_place<const N: usize>(&mut self, out: &mut Buffer, start: &'static [u8; N]) {
        write_start(out, self.any, self.index, start);
        self.any = true;
    }
}

impl Wire<'_> {
    /// Begins a template in the current place.
    #[inline(never)]
    pub(in crate::component) fn open(&mut self, out: &mut Buffer, template: &'static Template) {
        let known = Print::node_places(self.node.old, template.fingerprint);
        if self.around.is_empty() {
            out.push(b'{');
            if known.is_none() {
                self.new.reserve(template.prints());
            }
        } else if known.is_none() {
            self.touch(out);
            self.node.start_place(out, b"{");
        }
        let node = Node {
            old: known.unwrap_or_default(),
            start: self.new.len(),
            full: if known.is_none() { Some(template) } else { None },
            is_open: known.is_none() || self.around.is_empty(),
            ..Node::default()
        };
        if known.is_some() {
            self.new.same([0, template.fingerprint]);
        } else {
            self.new.add([0, template.fingerprint]);
        }
        self.around.push(std::mem::replace(&mut self.node, node));
    }

    /// Ends the template.
    #[inline(never)]
    pub(in crate::component) fn close(&mut self, out: &mut Buffer) {
        let at_top = self.around.len() == 1;
        if let Some(template) = self.node.full {
            let number = self.number(template);
            // At the top, `r` would be taken for the reply to an event.
            write_constants(out, self.node.any, number, template.single_root && !at_top);
            self.node.any = true;
        }
        if at_top {
            if let Some(template) = self.node.full {
                template.remember_prints(self.new.len());
            }
            self.changed = self.node.any;
            self.write_templates(out);
        }
        if self.node.is_open {
            out.push(b'}');
        }
        self.new.set(self.node.start, Print::node(self.new.len() - self.node.start));
        self.pop();
        self.node.fill();
    }

    /// Goes back to what is around the current template or list.
    pub(super) fn pop(&mut self) {
        if let Some(around) = self.around.pop() {
            self.node = around;
        }
    }

    /// Begins the current object and those around it, where that was put off until something changed.
    #[inline(always)]
    pub(super) fn touch(&mut self, out: &mut Buffer) {
        if !self.node.is_open {
            self.open_objects(out);
        }
    }

    #[inline(never)]
    fn open_objects(&mut self, out: &mut Buffer) {
        self.around.push(std::mem::take(&mut self.node));
        let mut nodes = self.around.iter_mut();
        // The first of those around is the stand-in.
        let mut lists = self.lists.iter_mut().skip(1).chain(std::iter::once(&mut self.list));
        if let Some(mut around) = nodes.next() {
            for node in nodes {
                let list = if node.is_entry { lists.next() } else { None };
                match list {
                    _ if node.is_open => {}
                    Some(list) => {
                        list.start(out, around);
                        list.start_entry(out);
                    }
                    None => around.start_place(out, b"{"),
                }
                node.is_open = true;
                around = node;
            }
        }
        self.pop();
    }

    /// Writes the constants of all templates that this message names.
    fn write_templates(&self, out: &mut Buffer) {
        if self.templates.is_empty() {
            return;
        }
        out.extend_from_slice(b",\"p\":{");
        for (number, template) in self.templates.iter().enumerate() {
            write_key(out, number > 0, number);
            out.extend_from_slice(template.statics.as_bytes());
        }
        out.push(b'}');
    }
}
