//! Lists: each entry is compared with the entry that had its key, wherever that was; what moved is told by number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Buffer;
use super::node::Node;
use super::write::write_start;
use super::{EMPTY, Print, Template, Wire, prints, write_key, write_number};

/// A list that is being written.
#[derive(Debug)]
pub(super) struct List<'a> {
    template: Option<&'static Template>,
    /// Where its fingerprint is in the new ones.
    start: usize,
    /// The number of the entry that comes next, or is being written.
    index: usize,
    /// How many entries the client has; nothing where the list is new.
    old_count: Option<usize>,
    /// How many of them may still be in their old order.
    in_order: usize,
    /// What the client has of the entry that comes next, if they are in their old order, and what is behind it.
    rest: &'a [u64],
    /// The entries that are not.
    moved: Option<Box<Moved<'a>>>,
    /// The number that the current entry had before, where it was another.
    moved_from: Option<usize>,
    /// Whether its object was begun.
    is_open: bool,
    /// Whether anything was written into `k`.
    any: bool,
    /// Whether an entry stands where another stood before.
    any_moved: bool,
}

/// The entries of a list from the first one that was not found in its place.
#[derive(Debug)]
struct Moved<'a> {
    /// The number of the first one.
    first: usize,
    /// The entry after the one that was found last, mostly the one that is asked for next.
    next: (usize, &'a [u64]),
    by_key: HashMap<u64, (usize, &'a [u64]), BuildHasherDefault<KeyHasher>>,
    /// Which entries were found already, so that a key that comes twice does not name one entry twice.
    found: Vec<bool>,
}

impl<'a> List<'a> {
    /// Stands where no list is being written.
    pub(super) const NONE: Self = Self {
        template: None,
        start: 0,
        index: 0,
        old_count: None,
        in_order: 0,
        rest: &[],
        moved: None,
        moved_from: None,
        is_open: false,
        any: false,
        any_moved: false,
    };

    /// The next entry, if it stands where it stood before: its key, and its places with what is behind them.
    #[inline(always)]
    fn next_in_order(&mut self, key: Option<u64>) -> Option<(u64, &'a [u64])> {
        let (&old_key, places, behind) = prints::split_entry(self.rest)?;
        if self.index >= self.in_order || key.is_some_and(|key| key != old_key) {
            return None;
        }
        self.rest = behind;
        Some((old_key, places))
    }

    /// The entry with `key`, wherever it was: its number, and its places with what is behind them.
    #[inline(never)]
    fn find(&mut self, key: Option<u64>) -> Option<(usize, &'a [u64])> {
        let (key, count) = (key?, self.old_count?);
        self.in_order = 0;
        let (index, rest) = (self.index, self.rest);
        let moved = self.moved.get_or_insert_with(|| Moved::new(index, count, rest));
        let (index, entry) = moved.find(key)?;
        let (_, places, behind) = prints::split_entry(entry)?;
        moved.next = (index + 1, behind);
        Some((index, places))
    }

    /// Begins the list's object, where that was put off until something changed.
    pub(super) fn start(&mut self, out: &mut Buffer, around: &mut Node<'_>) {
        if !self.is_open {
            around.start_place(out, b"{\"k\":{");
            self.is_open = true;
        }
    }

    /// Begins the current entry's object.
    #[inline(always)]
    pub(super) fn start_entry(&mut self, out: &mut Buffer) {
        match self.moved_from {
            Some(old_index) => {
                write_start(out, self.any, self.index, b"[");
                write_number(out, old_index);
                out.extend_from_slice(b",{");
            }
            None => write_start(out, self.any, self.index, b"{"),
        }
        self.any = true;
    }
}

impl<'a> Moved<'a> {
    /// The entries from number `first` on, out of `count` in all.
    fn new(first: usize, count: usize, mut entries: &'a [u64]) -> Box<Self> {
        let mut by_key =
            HashMap::with_capacity_and_hasher(count.saturating_sub(first), BuildHasherDefault::default());
        let next = (first, entries);
        for index in first..count {
            let Some((&key, _, behind)) = prints::split_entry(entries) else { break };
            by_key.entry(key).or_insert((index, entries));
            entries = behind;
        }
        Box::new(Self { first, next, by_key, found: vec![false; count.saturating_sub(first)] })
    }

    /// The entry with `key`, if it was not found before.
    fn find(&mut self, key: u64) -> Option<(usize, &'a [u64])> {
        let (_, next) = self.next;
        let is_next = next.first() == Some(&key) && self.is_left(self.next.0);
        let entry = if is_next { self.next } else { *self.by_key.get(&key)? };
        if !self.is_left(entry.0) {
            return None;
        }
        self.found[entry.0 - self.first] = true;
        Some(entry)
    }

    /// Whether there is such an entry, and it was not found yet.
    fn is_left(&self, index: usize) -> bool {
        self.found.get(index - self.first).is_some_and(|found| !found)
    }
}

/// Keys are hashes already.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl Wire<'_> {
    /// Begins a list in the current place; what is current from now on are its entries.
    #[inline(never)]
    pub(in crate::component) fn open_list(&mut self, template: &'static Template) {
        let known = Print::list_entries(self.node.old, template.fingerprint);
        let (in_order, rest) = known.unwrap_or_default();
        let list = List {
            template: Some(template),
            start: self.new.len(),
            old_count: known.map(|(count, _)| count),
            in_order,
            rest,
            ..List::NONE
        };
        self.lists.push(std::mem::replace(&mut self.list, list));
        if known.is_some() {
            self.new.same([0, template.fingerprint, 0]);
        }
        self.around.push(std::mem::take(&mut self.node));
    }

    /// Begins the next entry of the list.
    #[inline(never)]
    pub(in crate::component) fn open_entry(&mut self, out: &mut Buffer, key: Option<u64>) {
        let Some((key, old)) = self.list.next_in_order(key) else {
            return if self.list.is_open && self.list.old_count.is_none() {
                self.open_new_entry(out, key);
            } else {
                self.open_other_entry(out, key);
            };
        };
        self.node = Node { old, start: self.new.len(), is_entry: true, ..Node::default() };
        self.new.same([key, 0]);
    }

    /// Begins an entry of a new list that has others: the way of most entries of a first render.
    fn open_new_entry(&mut self, out: &mut Buffer, key: Option<u64>) {
        self.node = Node { start: self.new.len(), is_entry: true, is_open: true, ..Node::default() };
        self.new.add([key.unwrap_or_default(), 0]);
        write_start(out, true, self.list.index, b"{");
    }

    /// Begins an entry that is new, or was elsewhere.
    #[inline(never)]
    fn open_other_entry(&mut self, out: &mut Buffer, key: Option<u64>) {
        let found = if self.list.old_count.is_some() { self.list.find(key) } else { None };
        if self.list.old_count.is_none() && self.list.index == 0 {
            self.new.add([0, self.list.template.map_or(0, |template| template.fingerprint), 0]);
        }
        self.new.add([key.unwrap_or_default(), 0]);
        self.node = Node { start: self.new.len() - 2, is_entry: true, ..Node::default() };
        match found {
            Some((index, places)) => {
                self.list.moved_from = (index != self.list.index).then_some(index);
                self.node.old = places;
            }
            // All of a new entry is written.
            None if self.list.is_open => {
                self.list.start_entry(out);
                self.node.is_open = true;
            }
            None => self.touch(out),
        }
    }

    /// Ends the entry.
    #[inline(always)]
    pub(in crate::component) fn close_entry(&mut self, out: &mut Buffer) {
        self.new.set(self.node.start + 1, (self.new.len() - self.node.start) as u64);
        if let Some(old_index) = self.list.moved_from {
            self.close_moved_entry(out, old_index);
        } else if self.node.is_open {
            out.push(b'}');
        }
        self.list.index += 1;
    }

    #[inline(never)]
    fn close_moved_entry(&mut self, out: &mut Buffer, old_index: usize) {
        self.list.moved_from = None;
        self.list.any_moved = true;
        if self.node.is_open {
            out.extend_from_slice(b"}]");
        } else {
            self.write_moved(out, old_index);
        }
    }

    /// Writes an entry that is as it was, at another place.
    fn write_moved(&mut self, out: &mut Buffer, old_index: usize) {
        self.pop();
        self.touch(out);
        self.list.start(out, &mut self.node);
        write_key(out, self.list.any, self.list.index);
        write_number(out, old_index);
        self.list.any = true;
        self.around.push(std::mem::take(&mut self.node));
    }

    /// Ends the list.
    #[inline(never)]
    pub(in crate::component) fn close_list(&mut self, out: &mut Buffer) {
        self.pop();
        let mut list = std::mem::replace(&mut self.list, self.lists.pop().unwrap_or(List::NONE));
        if list.old_count.is_none() && list.index == 0 {
            return self.close_empty_list(out);
        }
        if list.old_count != Some(list.index) {
            self.new.come_apart();
        }
        self.new.set(list.start, Print::list(self.new.len() - list.start));
        self.new.set(list.start + 2, list.index as u64);
        self.node.fill();
        if !list.any && list.old_count == Some(list.index) {
            return;
        }
        self.touch(out);
        list.start(out, &mut self.node);
        if list.any {
            out.push(b',');
        }
        if list.any_moved {
            out.extend_from_slice(b"\"km\":true,");
        }
        out.extend_from_slice(b"\"kc\":");
        write_number(out, list.index);
        out.push(b'}');
        if let (None, Some(template)) = (list.old_count, list.template) {
            let number = self.number(template);
            out.extend_from_slice(b",\"s\":");
            write_number(out, number);
        }
        out.push(b'}');
    }

    /// A list that never had an entry is an empty text.
    fn close_empty_list(&mut self, out: &mut Buffer) {
        if self.node.old.first() == Some(&EMPTY) {
            self.new.same([EMPTY]);
        } else {
            self.change_to_empty(out);
        }
        self.node.fill();
    }
}
