//! Lists: each entry is compared with the entry that had its key, wherever that was; what moved is told by number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::node::Node;
use super::{EMPTY, NONE, Print, Template, Wire, prints, write_key, write_number};

/// A list that is being written.
#[derive(Debug)]
pub(super) struct List {
    template: &'static Template,
    /// The length of the buffer before the list.
    mark: usize,
    /// Where its fingerprint is in the new ones.
    start: usize,
    /// The number of the next entry.
    index: usize,
    /// What the client has of this list.
    old: Option<OldList>,
    /// Whether anything was written into `k`.
    any: bool,
    /// Whether an entry stands where another stood before.
    moved: bool,
    /// The entry that is being written.
    entry: Entry,
}

/// What the client has of a list.
#[derive(Debug)]
struct OldList {
    first: usize,
    count: usize,
    /// The entry after the one that was found last: mostly the one that is asked for next.
    next: (usize, usize),
    /// Where each key is, worked out once the entries turn out to have moved.
    by_key: Option<HashMap<u64, (usize, usize), BuildHasherDefault<KeyHasher>>>,
    /// Which entries were found already, so that a key that comes twice does not name one entry twice.
    found: Vec<bool>,
}

/// An entry that is being written.
#[derive(Debug, Default)]
struct Entry {
    mark: usize,
    start: usize,
    /// The number that it had before.
    old_index: Option<usize>,
}

impl OldList {
    fn new(prints: &[u64], at: usize) -> Self {
        let count = Print::count(prints, at);
        let first = at + prints::LIST_HEADER;
        Self { first, count, next: (0, first), by_key: None, found: Vec::new() }
    }

    /// The entry at `index` of a list without keys: its number and place.
    fn at(&mut self, prints: &[u64], index: usize) -> Option<(usize, usize)> {
        debug_assert_eq!(self.next.0, index.min(self.count));
        (index < self.count).then(|| self.take(prints, self.next))
    }

    /// The entry with `key`: its number and place.
    fn find(&mut self, prints: &[u64], key: u64) -> Option<(usize, usize)> {
        self.found.resize(self.count, false);
        let (index, place) = self.next;
        if index < self.count && !self.found[index] && prints.get(place) == Some(&key) {
            self.found[index] = true;
            return Some(self.take(prints, (index, place)));
        }
        let (first, count) = (self.first, self.count);
        let by_key = self.by_key.get_or_insert_with(|| places_by_key(prints, first, count));
        let entry = *by_key.get(&key)?;
        if std::mem::replace(&mut self.found[entry.0], true) {
            return None;
        }
        Some(self.take(prints, entry))
    }

    fn take(&mut self, prints: &[u64], (index, place): (usize, usize)) -> (usize, usize) {
        self.next = (index + 1, place + prints::entry_size(prints, place));
        (index, place)
    }
}

fn places_by_key(
    prints: &[u64],
    mut place: usize,
    count: usize,
) -> HashMap<u64, (usize, usize), BuildHasherDefault<KeyHasher>> {
    let mut places = HashMap::with_capacity_and_hasher(count, BuildHasherDefault::default());
    for index in 0..count {
        if let Some(&key) = prints.get(place) {
            places.entry(key).or_insert((index, place));
        }
        place += prints::entry_size(prints, place);
    }
    places
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
    /// Begins a list in the current place.
    #[inline(never)]
    pub(in crate::component) fn open_list(&mut self, out: &mut Vec<u8>, template: &'static Template) {
        let place = self.node.place.old;
        let known = place != NONE && Print::is_list(self.old, place, template.fingerprint);
        self.lists.push(List {
            template,
            mark: out.len(),
            start: self.new.len(),
            index: 0,
            old: known.then(|| OldList::new(self.old, place)),
            any: false,
            moved: false,
            entry: Entry::default(),
        });
        self.new.extend([0, template.fingerprint, 0]);
        out.extend_from_slice(b"{\"k\":{");
    }

    /// Begins the next entry of the list.
    #[inline(never)]
    pub(in crate::component) fn open_entry(&mut self, out: &mut Vec<u8>, key: Option<u64>) {
        let Some(list) = self.lists.last_mut() else { return };
        let found = list.old.as_mut().and_then(|old| match key {
            Some(key) => old.find(self.old, key),
            None => old.at(self.old, list.index),
        });
        let old_index = found.map(|(index, _)| index);
        list.entry = Entry { mark: out.len(), start: self.new.len(), old_index };
        write_key(out, list.any, list.index);
        if let Some(old_index) = old_index.filter(|old_index| *old_index != list.index) {
            out.push(b'[');
            write_number(out, old_index);
            out.push(b',');
        }
        out.push(b'{');
        self.new.extend([key.unwrap_or_default(), 0]);
        let old = found.map_or(NONE, |(_, place)| place + prints::ENTRY_HEADER);
        let node = Node { old, ..Node::default() };
        self.around.push(std::mem::replace(&mut self.node, node));
    }

    /// Ends the entry.
    #[inline(never)]
    pub(in crate::component) fn close_entry(&mut self, out: &mut Vec<u8>) {
        let Some(list) = self.lists.last_mut() else { return };
        out.push(b'}');
        let size = self.new.len() - list.entry.start;
        self.new[list.entry.start + 1] = size as u64;
        match list.entry.old_index {
            // New: all of it was written.
            None => list.any = true,
            Some(old_index) if old_index == list.index => {
                if self.node.any {
                    list.any = true;
                } else {
                    out.truncate(list.entry.mark);
                }
            }
            Some(old_index) => {
                if self.node.any {
                    out.push(b']');
                } else {
                    out.truncate(list.entry.mark);
                    write_key(out, list.any, list.index);
                    write_number(out, old_index);
                }
                list.any = true;
                list.moved = true;
            }
        }
        list.index += 1;
        if let Some(around) = self.around.pop() {
            self.node = around;
        }
    }

    /// Ends the list.
    #[inline(never)]
    pub(in crate::component) fn close_list(&mut self, out: &mut Vec<u8>) {
        let Some(list) = self.lists.pop() else { return };
        if list.index == 0 && list.old.is_none() {
            return self.close_empty_list(out, &list);
        }
        if list.any {
            out.push(b',');
        }
        if list.moved {
            out.extend_from_slice(b"\"km\":true,");
        }
        out.extend_from_slice(b"\"kc\":");
        write_number(out, list.index);
        out.push(b'}');
        let changed = match &list.old {
            Some(old) => list.any || old.count != list.index,
            None => {
                let number = self.number(list.template);
                out.extend_from_slice(b",\"s\":");
                write_number(out, number);
                true
            }
        };
        out.push(b'}');
        self.new[list.start] = Print::list(self.new.len() - list.start);
        self.new[list.start + 2] = list.index as u64;
        self.node.place.fill(changed);
    }

    /// A list that never had an entry is an empty text.
    fn close_empty_list(&mut self, out: &mut Vec<u8>, list: &List) {
        out.truncate(list.mark);
        out.extend_from_slice(b"\"\"");
        self.new.truncate(list.start);
        self.new.push(EMPTY);
        let old = self.node.place.old;
        self.node.place.fill(old == NONE || self.old.get(old) != Some(&EMPTY));
    }
}
