//! How fingerprints lie in memory: a flat array in the order of the page, eight bytes a word.
//!
//! | what | words |
//! |---|---|
//! | text | hash, or a constant for the empty one |
//! | template | size, fingerprint, then its places |
//! | list | size, fingerprint, number of entries, then its entries |
//! | entry | key, size, then its places |
//!
//! The lowest two bits of the first word tell these apart.

use std::hash::{Hash, Hasher};

use super::Value;
use super::hash::{K1, K2, hash, mix};

const KIND: u64 = 0b11;
const NODE: u64 = 0b01;
const LIST: u64 = 0b10;

/// The fingerprint of an empty text: one word, which no hash is.
pub(in crate::component) const EMPTY: u64 = 1 << 2 | KIND;

/// Reads and makes first words.
pub(super) struct Print;

impl Print {
    pub(super) fn node(size: usize) -> u64 {
        (size as u64) << 2 | NODE
    }

    pub(super) fn list(size: usize) -> u64 {
        (size as u64) << 2 | LIST
    }

    /// The places of the template that begins there, and what is behind it, if it is that one.
    #[inline(always)]
    pub(super) fn node_places(prints: &[u64], fingerprint: u64) -> Option<&[u64]> {
        match prints {
            [first, second, places @ ..] if first & KIND == NODE && *second == fingerprint => Some(places),
            _ => None,
        }
    }

    /// The number of entries of the list that begins there, and its entries and what is behind them, if it is that one.
    #[inline(always)]
    pub(super) fn list_entries(prints: &[u64], fingerprint: u64) -> Option<(usize, &[u64])> {
        match prints {
            [first, second, count, entries @ ..] if first & KIND == LIST && *second == fingerprint => {
                Some((*count as usize, entries))
            }
            _ => None,
        }
    }
}

/// Fingerprints that are being written.
///
/// Mostly, a page has the places that it had before: as long as that is so, only the texts that changed are noted. Once they
/// come apart, what was the same is copied, and from then on all is written.
#[derive(Debug)]
pub(super) struct Written<'a> {
    old: &'a [u64],
    /// How many of the old ones are taken over, while they are.
    taken: usize,
    changes: Vec<(usize, u64)>,
    words: Vec<u64>,
    is_apart: bool,
}

/// What has to be kept of a diff.
#[derive(Debug)]
pub(in crate::component) enum Kept {
    /// All fingerprints.
    All(Vec<u64>),
    /// Some of the old ones are others now.
    Changes(Vec<(usize, u64)>),
}

impl<'a> Written<'a> {
    pub(super) fn new(old: &'a [u64]) -> Self {
        Self { old, taken: 0, changes: Vec::new(), words: Vec::new(), is_apart: old.is_empty() }
    }

    /// How many there are.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        if self.is_apart { self.words.len() } else { self.taken }
    }

    /// What the client has; sizes and counts may be missing.
    #[inline(always)]
    pub(super) fn same<const N: usize>(&mut self, prints: [u64; N]) {
        if self.is_apart {
            self.push(prints);
        } else {
            self.taken += N;
        }
    }

    /// A text where the client has something else, which is a text too or more than that.
    pub(super) fn change(&mut self, print: u64, is_text: bool) {
        if self.is_apart || !is_text {
            return self.add([print]);
        }
        self.changes.push((self.taken, print));
        self.taken += 1;
    }

    /// What the client does not have.
    #[inline(always)]
    pub(super) fn add<const N: usize>(&mut self, prints: [u64; N]) {
        if !self.is_apart {
            self.come_apart();
        }
        self.push(prints);
    }

    #[inline(always)]
    fn push<const N: usize>(&mut self, prints: [u64; N]) {
        if self.words.capacity() - self.words.len() < N {
            self.reserve(N);
        }
        // One by one: an array would go through memory once more.
        if let Some(room) = self.words.spare_capacity_mut().first_chunk_mut::<N>() {
            for (word, print) in room.iter_mut().zip(prints) {
                word.write(print);
            }
            // SAFETY: these words have just been written.
            unsafe { self.words.set_len(self.words.len() + N) };
        }
    }

    /// From here on, the page has other places than before.
    #[cold]
    #[inline(never)]
    pub(super) fn come_apart(&mut self) {
        if std::mem::replace(&mut self.is_apart, true) {
            return;
        }
        self.words.reserve(self.old.len() + 64);
        self.words.extend_from_slice(self.old.get(..self.taken).unwrap_or(self.old));
        note(&mut self.words, &std::mem::take(&mut self.changes));
    }

    /// Makes room for at least `count` more.
    #[cold]
    #[inline(never)]
    pub(super) fn reserve(&mut self, count: usize) {
        self.words.reserve(count.max(64));
    }

    /// Puts a word where another was written, or was the same all the time.
    #[inline(always)]
    pub(super) fn set(&mut self, at: usize, word: u64) {
        if self.is_apart
            && let Some(place) = self.words.get_mut(at)
        {
            *place = word;
        }
    }

    pub(super) fn finish(self) -> Kept {
        if self.is_apart { Kept::All(self.words) } else { Kept::Changes(self.changes) }
    }
}

/// Puts what changed where it was.
pub(in crate::component) fn note(prints: &mut [u64], changes: &[(usize, u64)]) {
    for (at, print) in changes {
        if let Some(word) = prints.get_mut(*at) {
            *word = *print;
        }
    }
}

/// Whether a text is there, and no template or list.
pub(super) fn is_text(prints: &[u64]) -> bool {
    prints.first().is_some_and(|first| first & KIND == 0 || *first == EMPTY)
}

/// What is behind the first text, template or list.
#[inline(always)]
pub(super) fn behind(prints: &[u64]) -> &[u64] {
    let size = match prints.first() {
        Some(first) if first & KIND != 0 => (first >> 2) as usize,
        _ => 1,
    };
    prints.get(size..).unwrap_or_default()
}

/// The first entry of some: its key, its places with what is behind them, and what is behind it alone.
#[inline(always)]
pub(super) fn split_entry(prints: &[u64]) -> Option<(&u64, &[u64], &[u64])> {
    match prints {
        [key, size, places @ ..] => Some((key, places, prints.get(*size as usize..).unwrap_or_default())),
        _ => None,
    }
}

/// The fingerprint of a value, whatever stands around it.
#[inline(always)]
pub(in crate::component) fn value_print(seed: u64, value: Value<'_>) -> u64 {
    match value {
        Value::Absent => EMPTY,
        Value::Bare => plain(mix(seed ^ 1, K2)),
        Value::Text(text) => text_print(seed, text.as_bytes()),
        Value::Trusted(html) => plain(hash(html.as_bytes(), seed ^ K2)),
        Value::Signed(number) => plain(mix(number as u64 ^ K1, seed ^ K2)),
        Value::Unsigned(number) => plain(mix(number ^ K1, seed ^ K2)),
        Value::Char(character) => text_print(seed, character.encode_utf8(&mut [0; 4]).as_bytes()),
        Value::Display(value) => text_print(seed, value.to_string().as_bytes()),
    }
}

/// The fingerprint of a text.
pub(super) fn text_print(seed: u64, text: &[u8]) -> u64 {
    if text.is_empty() { EMPTY } else { plain(hash(text, seed)) }
}

/// Takes the bits that tell kinds apart out of a hash.
#[inline(always)]
fn plain(hash: u64) -> u64 {
    hash & !KIND
}

/// What an entry of a list is known by.
#[inline(always)]
pub fn key<T: Hash + ?Sized>(key: &T, seed: u64) -> Option<u64> {
    let mut hasher = KeyHasher(seed);
    key.hash(&mut hasher);
    Some(hasher.0)
}

struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes, self.0);
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(number ^ K1, self.0 ^ K2);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn different_texts_have_different_fingerprints() {
        let mut seen = HashSet::new();
        for length in 0..80 {
            for at in 0..length.max(1) {
                let mut text = vec![b'a'; length];
                if let Some(byte) = text.get_mut(at) {
                    *byte = b'b';
                }
                assert!(seen.insert(text_print(7, &text)), "length {length}, changed at {at}");
            }
        }
    }

    #[test]
    fn kinds_of_values_do_not_meet() {
        let values = [
            Value::Absent,
            Value::Bare,
            Value::Text("1"),
            Value::Trusted("1"),
            Value::Signed(1),
            Value::Text("true"),
        ];
        let prints: HashSet<_> = values.iter().map(|value| value_print(7, *value)).collect();
        assert_eq!(prints.len(), values.len());
        assert!(prints.iter().all(|print| print & KIND == 0 || *print == EMPTY));
    }

    #[test]
    fn keys_of_different_values_differ() {
        let keys: HashSet<_> = (0..10_000u64).map(|number| key(&number, 7)).collect();
        assert_eq!(keys.len(), 10_000);
        assert_ne!(key("ab", 7), key("ba", 7));
        assert_ne!(key(&("a", "b"), 7), key(&("ab", ""), 7));
    }
}
