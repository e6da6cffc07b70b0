//! Lists: each entry is compared with the entry that had its key, wherever that was; what moved is told by number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::node::Node;
use super::write::write_start;
use super::{EMPTY, NONE, Print, Template, Wire, prints, write_key, write_number};

/// A list that is being written.
#[derive(Debug)]
pub(super) struct List {
    template: &'static Template,
    /// Where its fingerprint is in the new ones.
    start: usize,
    /// The number of the entry that comes next, or is being written.
    index: usize,
    /// What the client has of this list.
    old: Option<OldList>,
    /// The number that the current entry had before.
    old_index: Option<usize>,
    /// Whether its object was begun.
    is_open: bool,
    /// Whether anything was written into `k`.
    any: bool,
    /// Whether an entry stands where another stood before.
    moved: bool,
}

impl List {
    /// Begins the list's object, where that was put off until something changed.
    pub(super) fn start(&mut self, out: &mut Vec<u8>, around: &mut Node) {
        if !self.is_open {
            around.start_place(out, b"{\"k\":{");
            self.is_open = true;
        }
    }

    /// Begins the current entry's object.
    #[inline(always)]
    pub(super) fn start_entry(&mut self, out: &mut Vec<u8>) {
        match self.old_index {
            Some(old_index) if old_index != self.index => {
                write_start(out, self.any, self.index, b"[");
                write_number(out, old_index);
                out.extend_from_slice(b",{");
            }
            _ => write_start(out, self.any, self.index, b"{"),
        }
        self.any = true;
    }
}

/// What the client has of a list.
#[derive(Debug)]
struct OldList {
    first: usize,
    count: usize,
    /// The entry after the one that was found last: mostly the one that is asked for next.
    next: (usize, usize),
    /// The places of all entries, worked out once they turn out to have moved.
    moved: Option<Moved>,
}

/// The entries of a list that are not in their old order.
#[derive(Debug)]
struct Moved {
    by_key: HashMap<u64, (usize, usize), BuildHasherDefault<KeyHasher>>,
    /// Which entries were found already, so that a key that comes twice does not name one entry twice.
    found: Vec<bool>,
}

impl OldList {
    fn new(prints: &[u64], at: usize) -> Self {
        let first = at + prints::LIST_HEADER;
        Self { first, count: Print::count(prints, at), next: (0, first), moved: None }
    }

    /// The entry at `index` of a list without keys: its number and place.
    fn at(&mut self, prints: &[u64], index: usize) -> Option<(usize, usize)> {
        debug_assert_eq!(self.next.0, index.min(self.count));
        (index < self.count).then(|| self.take(prints, self.next))
    }

    /// The entry with `key`: its number and place.
    fn find(&mut self, prints: &[u64], key: u64) -> Option<(usize, usize)> {
        let (index, place) = self.next;
        let is_next = index < self.count && prints.get(place) == Some(&key);
        if is_next && self.moved.as_mut().is_none_or(|moved| moved.find(index)) {
            return Some(self.take(prints, self.next));
        }
        let (first, count) = (self.first, self.count);
        let moved = self.moved.get_or_insert_with(|| Moved::new(prints, first, count, index));
        let entry = *moved.by_key.get(&key)?;
        if !moved.find(entry.0) {
            return None;
        }
        Some(self.take(prints, entry))
    }

    fn take(&mut self, prints: &[u64], (index, place): (usize, usize)) -> (usize, usize) {
        self.next = (index + 1, place + prints::entry_size(prints, place));
        (index, place)
    }
}

impl Moved {
    /// The entries that begin at `place`, of which the first ones were found in their order.
    fn new(prints: &[u64], mut place: usize, count: usize, found: usize) -> Self {
        let mut by_key = HashMap::with_capacity_and_hasher(count, BuildHasherDefault::default());
        for index in 0..count {
            if let Some(&key) = prints.get(place) {
                by_key.entry(key).or_insert((index, place));
            }
            place += prints::entry_size(prints, place);
        }
        Self { by_key, found: (0..count).map(|index| index < found).collect() }
    }

    /// Whether the entry was not found before.
    fn find(&mut self, index: usize) -> bool {
        !std::mem::replace(&mut self.found[index], true)
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
        let place = self.node.old;
        let is_known = place != NONE && Print::is_list(self.old, place, template.fingerprint);
        self.lists.push(List {
            template,
            start: self.new.len(),
            index: 0,
            old: is_known.then(|| OldList::new(self.old, place)),
            old_index: None,
            is_open: false,
            any: false,
            moved: false,
        });
        self.new.push([0, template.fingerprint, 0]);
        self.around.push(std::mem::take(&mut self.node));
    }

    /// Begins the next entry of the list.
    #[inline(never)]
    pub(in crate::component) fn open_entry(&mut self, out: &mut Vec<u8>, key: Option<u64>) {
        let Some(list) = self.lists.last_mut() else { return };
        let found = list.old.as_mut().and_then(|old| match key {
            Some(key) => old.find(self.old, key),
            None => old.at(self.old, list.index),
        });
        list.old_index = found.map(|(index, _)| index);
        self.node = Node {
            old: found.map_or(NONE, |(_, place)| place + prints::ENTRY_HEADER),
            start: self.new.len(),
            is_entry: true,
            ..Node::default()
        };
        self.new.push([key.unwrap_or_default(), 0]);
        if found.is_none() {
            // All of a new entry is written.
            if list.is_open {
                list.start_entry(out);
                self.node.is_open = true;
            } else {
                self.touch(out);
            }
        }
    }

    /// Ends the entry.
    #[inline(never)]
    pub(in crate::component) fn close_entry(&mut self, out: &mut Vec<u8>) {
        self.new.set(self.node.start + 1, (self.new.len() - self.node.start) as u64);
        let Some(list) = self.lists.last_mut() else { return };
        let moved_from = list.old_index.filter(|old_index| *old_index != list.index);
        match moved_from {
            None if self.node.is_open => out.push(b'}'),
            None => {}
            Some(_) if self.node.is_open => out.extend_from_slice(b"}]"),
            Some(old_index) => self.write_moved(out, old_index),
        }
        if let Some(list) = self.lists.last_mut() {
            list.index += 1;
            list.moved |= moved_from.is_some();
        }
    }

    /// Writes an entry that is as it was, at another place.
    fn write_moved(&mut self, out: &mut Vec<u8>, old_index: usize) {
        let (Some(mut list), entry) = (self.lists.pop(), std::mem::take(&mut self.node)) else { return };
        self.pop();
        self.touch(out);
        list.start(out, &mut self.node);
        write_key(out, list.any, list.index);
        write_number(out, old_index);
        list.any = true;
        self.around.push(std::mem::replace(&mut self.node, entry));
        self.lists.push(list);
    }

    /// Ends the list.
    #[inline(never)]
    pub(in crate::component) fn close_list(&mut self, out: &mut Vec<u8>) {
        self.pop();
        let Some(mut list) = self.lists.pop() else { return };
        let old_count = match &list.old {
            None if list.index == 0 => return self.close_empty_list(out, &list),
            None => None,
            Some(old) => Some(old.count),
        };
        self.new.set(list.start, Print::list(self.new.len() - list.start));
        self.new.set(list.start + 2, list.index as u64);
        self.node.fill();
        if !list.any && old_count == Some(list.index) {
            return;
        }
        self.touch(out);
        list.start(out, &mut self.node);
        if list.any {
            out.push(b',');
        }
        if list.moved {
            out.extend_from_slice(b"\"km\":true,");
        }
        out.extend_from_slice(b"\"kc\":");
        write_number(out, list.index);
        out.push(b'}');
        if old_count.is_none() {
            let number = self.number(list.template);
            out.extend_from_slice(b",\"s\":");
            write_number(out, number);
        }
        out.push(b'}');
    }

    /// A list that never had an entry is an empty text.
    fn close_empty_list(&mut self, out: &mut Vec<u8>, list: &List) {
        self.new.truncate(list.start);
        self.new.push([EMPTY]);
        if self.is_changed(EMPTY) {
            self.touch(out);
            self.node.start_place(out, b"\"\"");
        }
        self.node.fill();
    }
}
