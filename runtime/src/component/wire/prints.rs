//! How fingerprints lie in memory: a flat array in the order of the page, eight bytes a word.
//!
//! | what | words |
//! |---|---|
//! | text | hash |
//! | template | size, fingerprint, then its places |
//! | list | size, fingerprint, number of entries, then its entries |
//! | entry | key, size, then its places |
//!
//! The lowest two bits of the first word tell the first three apart.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::LazyLock;

use super::Value;

const KIND: u64 = 0b11;
const NODE: u64 = 0b01;
const LIST: u64 = 0b10;

/// Words before a template's places.
pub(super) const NODE_HEADER: usize = 2;
/// Words before a list's entries.
pub(super) const LIST_HEADER: usize = 3;
/// Words before an entry's places.
pub(super) const ENTRY_HEADER: usize = 2;

/// The fingerprint of an empty text.
pub(in crate::component) const EMPTY: u64 = 0;

/// Reads and makes first words.
pub(super) struct Print;

impl Print {
    pub(super) fn node(size: usize) -> u64 {
        (size as u64) << 2 | NODE
    }

    pub(super) fn list(size: usize) -> u64 {
        (size as u64) << 2 | LIST
    }

    pub(super) fn is_node(prints: &[u64], at: usize, fingerprint: u64) -> bool {
        Self::is(NODE, prints, at, fingerprint)
    }

    pub(super) fn is_list(prints: &[u64], at: usize, fingerprint: u64) -> bool {
        Self::is(LIST, prints, at, fingerprint)
    }

    fn is(kind: u64, prints: &[u64], at: usize, fingerprint: u64) -> bool {
        matches!(prints.get(at..at + 2), Some([first, second]) if first & KIND == kind && *second == fingerprint)
    }

    /// The number of entries of the list at `at`.
    pub(super) fn count(prints: &[u64], at: usize) -> usize {
        prints.get(at + 2).map_or(0, |count| *count as usize)
    }
}

/// Fingerprints that are being written.
#[derive(Debug)]
pub(super) struct Written {
    /// Those that are written, and room for more.
    words: Vec<u64>,
    length: usize,
}

impl Written {
    /// Room for about `count` of them.
    pub(super) fn with_room(count: usize) -> Self {
        Self { words: vec![0; count], length: 0 }
    }

    /// How many there are.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.length
    }

    #[inline(always)]
    pub(super) fn push<const N: usize>(&mut self, prints: [u64; N]) {
        let end = self.length + N;
        if end > self.words.len() {
            self.grow(end);
        }
        if let Some(room) = self.words.get_mut(self.length..end) {
            for (word, print) in room.iter_mut().zip(prints) {
                *word = print;
            }
        }
        self.length = end;
    }

    #[cold]
    fn grow(&mut self, end: usize) {
        self.words.resize((2 * end).max(64), 0);
    }

    /// The last `N`.
    pub(super) fn last<const N: usize>(&self) -> [u64; N] {
        self.words[..self.length].last_chunk().copied().unwrap_or([0; N])
    }

    /// Puts a word where another was written.
    pub(super) fn set(&mut self, at: usize, word: u64) {
        self.words[at] = word;
    }

    /// Forgets what was written behind the first `length`.
    pub(super) fn truncate(&mut self, length: usize) {
        self.length = length;
    }

    pub(super) fn finish(mut self) -> Vec<u64> {
        self.words.truncate(self.length);
        self.words
    }
}

/// The words of what begins at `at`.
pub(super) fn size(prints: &[u64], at: usize) -> usize {
    match prints.get(at) {
        Some(first) if first & KIND != 0 => (first >> 2) as usize,
        _ => 1,
    }
}

/// The words of the entry that begins at `at`.
pub(super) fn entry_size(prints: &[u64], at: usize) -> usize {
    prints.get(at + 1).map_or(1, |size| *size as usize)
}

/// Hashes are seeded anew in each process, so that nobody can prepare two texts with the same fingerprint.
static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0u8));

/// The seed of this process.
pub(super) fn seed() -> u64 {
    *SEED
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

/// Takes the bits that tell kinds apart out of a hash, and keeps it off `EMPTY`.
fn plain(hash: u64) -> u64 {
    (hash & !KIND).max(KIND + 1)
}

/// What an entry of a list is known by.
pub fn key<T: Hash + ?Sized>(key: &T) -> Option<u64> {
    let mut hasher = KeyHasher(*SEED);
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

/// Odd numbers without a pattern: digits of the golden ratio and of the square root of two.
const K1: u64 = 0x9e37_79b9_7f4a_7c15;
const K2: u64 = 0x6a09_e667_f3bc_c909;

/// Both halves of the product, folded.
#[inline(always)]
fn mix(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    product as u64 ^ (product >> 64) as u64
}

/// A hash of `bytes`: two lanes that do not wait for each other take 16 bytes each.
#[inline(never)]
fn hash(bytes: &[u8], seed: u64) -> u64 {
    let (mut left, mut right) = (seed ^ K1, seed ^ K2);
    match (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        (Some(first), Some(last)) => {
            if bytes.len() > 32 {
                (left, right) = absorb_long(bytes, seed, left, right);
            } else {
                left = absorb(left, seed, u128::from_le_bytes(*first));
            }
            right = absorb(right, seed, u128::from_le_bytes(*last));
        }
        _ => left = absorb(left, seed, short(bytes)),
    }
    mix(left ^ right, bytes.len() as u64 ^ K2)
}

/// More than 32 bytes but for the last 16; where the end is reached, bytes may be taken twice.
#[inline(always)]
fn absorb_long(bytes: &[u8], seed: u64, mut left: u64, mut right: u64) -> (u64, u64) {
    for pair in bytes.as_chunks::<32>().0 {
        left = absorb(left, seed, block(pair, 0));
        right = absorb(right, seed, block(pair, 16));
    }
    let last = bytes.last_chunk::<32>().map_or(left, |pair| absorb(left, seed, block(pair, 0)));
    (last, right)
}

#[inline(always)]
fn absorb(state: u64, seed: u64, block: u128) -> u64 {
    mix(block as u64 ^ seed, (block >> 64) as u64 ^ state)
}

/// The 16 bytes `at` a place of 32.
#[inline(always)]
fn block(pair: &[u8; 32], at: usize) -> u128 {
    pair[at..].first_chunk::<16>().map_or(0, |block| u128::from_le_bytes(*block))
}

/// Up to 15 bytes as a number.
#[inline(always)]
fn short(bytes: &[u8]) -> u128 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << 64;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return u128::from(u32::from_le_bytes(*first)) | u128::from(u32::from_le_bytes(*last)) << 64;
    }
    match *bytes {
        [] => 0,
        [first, ..] => {
            let middle = bytes[bytes.len() / 2];
            let last = bytes[bytes.len() - 1];
            u128::from(first) | u128::from(middle) << 8 | u128::from(last) << 16
        }
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
        assert!(prints.iter().all(|print| print & KIND == 0));
    }

    #[test]
    fn keys_of_different_values_differ() {
        let keys: HashSet<_> = (0..10_000u64).map(|number| key(&number)).collect();
        assert_eq!(keys.len(), 10_000);
        assert_ne!(key("ab"), key("ba"));
        assert_ne!(key(&("a", "b")), key(&("ab", "")));
    }
}
