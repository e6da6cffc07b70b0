//! Templates within templates: opened, compared with what the client has, closed.

use super::write::{write_constants, write_start};
use super::{NONE, Print, Template, Wire, prints, write_key};

/// A template, or an entry of a list, that is being written.
#[derive(Debug)]
pub(super) struct Node {
    /// The number of the place that comes next, or is being filled.
    pub(super) index: usize,
    /// Where that place's earlier fingerprint is, or `NONE`.
    pub(super) old: usize,
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

impl Default for Node {
    fn default() -> Self {
        Self {
            index: 0,
            old: NONE,
            start: 0,
            full: None,
            is_entry: false,
            is_open: false,
            any: false,
            is_filled: false,
        }
    }
}

impl Node {
    pub(super) fn fill(&mut self) {
        debug_assert!(
            !self.is_filled,
            "`Render::render` of a type rendered two values into one place; put both into one `html!`"
        );
        self.is_filled = true;
    }

    /// Begins what fills the current place: `"3":{`.
    #[inline(always)]
    pub(super) fn start_place<const N: usize>(&mut self, out: &mut Vec<u8>, start: &'static [u8; N]) {
        write_start(out, self.any, self.index, start);
        self.any = true;
    }
}

impl Wire<'_> {
    /// Begins a template in the current place.
    #[inline(never)]
    pub(in crate::component) fn open(&mut self, out: &mut Vec<u8>, template: &'static Template) {
        let place = self.node.old;
        let is_known = place != NONE && Print::is_node(self.old, place, template.fingerprint);
        if self.around.is_empty() {
            out.push(b'{');
        } else if !is_known {
            self.touch(out);
            self.node.start_place(out, b"{");
        }
        let node = Node {
            old: if is_known { place + prints::NODE_HEADER } else { NONE },
            start: self.new.len(),
            full: (!is_known).then_some(template),
            is_open: !is_known || self.around.is_empty(),
            ..Node::default()
        };
        self.new.push([0, template.fingerprint]);
        self.around.push(std::mem::replace(&mut self.node, node));
    }

    /// Ends the template.
    #[inline(never)]
    pub(in crate::component) fn close(&mut self, out: &mut Vec<u8>) {
        let at_top = self.around.len() == 1;
        if let Some(template) = self.node.full {
            let number = self.number(template);
            // At the top, `r` would be taken for the reply to an event.
            write_constants(out, self.node.any, number, template.single_root && !at_top);
            self.node.any = true;
        }
        if at_top {
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
    pub(super) fn touch(&mut self, out: &mut Vec<u8>) {
        if !self.node.is_open {
            self.open_objects(out);
        }
    }

    #[inline(never)]
    fn open_objects(&mut self, out: &mut Vec<u8>) {
        self.around.push(std::mem::take(&mut self.node));
        let (mut nodes, mut lists) = (self.around.iter_mut(), self.lists.iter_mut());
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
    fn write_templates(&self, out: &mut Vec<u8>) {
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
