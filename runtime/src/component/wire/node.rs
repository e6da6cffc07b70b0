//! Templates within templates: opened, compared with what the client has, closed.

use super::{NONE, Print, Template, Wire, prints, write_key, write_number};

/// A template that is being written.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The number of its next place.
    pub(super) index: usize,
    /// Where the next place's earlier fingerprint is, or `NONE`.
    pub(super) old: usize,
    /// Where its own fingerprint is in the new ones.
    pub(super) start: usize,
    /// Whether anything was written into its object.
    pub(super) any: bool,
    /// Its constants, where the client does not have them: then everything is written.
    pub(super) full: Option<&'static Template>,
    /// The place that is being filled.
    pub(super) place: Place,
}

/// A place that is being filled.
#[derive(Debug)]
pub(super) struct Place {
    /// Where its earlier fingerprint is, or `NONE`.
    pub(super) old: usize,
    /// The length of the buffer before its key.
    pub(super) mark: usize,
    pub(super) filled: bool,
    pub(super) changed: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self { old: NONE, mark: 0, filled: false, changed: false }
    }
}

impl Place {
    pub(super) fn fill(&mut self, changed: bool) {
        debug_assert!(
            !self.filled,
            "`Render::render` of a type rendered two values into one place; put both into one `html!`"
        );
        self.filled = true;
        self.changed = changed;
    }
}

impl Wire<'_> {
    /// Begins a template in the current place.
    #[inline(never)]
    pub(in crate::component) fn open(&mut self, out: &mut Vec<u8>, template: &'static Template) {
        let place = self.node.place.old;
        let known = place != NONE && Print::is_node(self.old, place, template.fingerprint);
        let node = Node {
            old: if known { place + prints::NODE_HEADER } else { NONE },
            start: self.new.len(),
            full: (!known).then_some(template),
            ..Node::default()
        };
        self.around.push(std::mem::replace(&mut self.node, node));
        self.new.extend([0, template.fingerprint]);
        out.push(b'{');
    }

    /// Ends the template.
    #[inline(never)]
    pub(in crate::component) fn close(&mut self, out: &mut Vec<u8>) {
        let at_top = self.around.len() == 1;
        if let Some(template) = self.node.full {
            let number = self.number(template);
            out.extend_from_slice(if self.node.any { b",\"s\":" } else { b"\"s\":" });
            write_number(out, number);
            // At the top, `r` would be taken for the reply to an event.
            if template.single_root && !at_top {
                out.extend_from_slice(b",\"r\":1");
            }
            self.node.any = true;
        }
        if at_top && !self.templates.is_empty() {
            self.write_templates(out);
        }
        out.push(b'}');
        self.new[self.node.start] = Print::node(self.new.len() - self.node.start);
        let changed = self.node.any;
        if let Some(around) = self.around.pop() {
            self.node = around;
        }
        self.node.place.fill(changed);
    }

    /// Writes the constants of all templates that this message names.
    fn write_templates(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"p\":{");
        for (number, template) in self.templates.iter().enumerate() {
            write_key(out, number > 0, number);
            out.extend_from_slice(template.statics.as_bytes());
        }
        out.push(b'}');
    }
}
