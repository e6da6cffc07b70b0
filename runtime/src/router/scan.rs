//! A path comes in; where its segments end and whether it can be compared as it stands is found out in one pass.

use super::matched::{MAX_PATH, Segment};

/// How many bytes one word of slash positions describes.
const WORD: usize = 64;

/// How many bytes are looked at together.
const CHUNK: usize = 16;

/// A path that begins with a slash, has no other empty segments and needs no decoding, with the positions of its slashes.
///
/// Positions are `u32`, so that adding a length to one cannot overflow `usize` on 64-bit machines and one comparison
/// suffices to check a range.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'p> {
    bytes: &'p [u8],
    /// Bit `n` says that byte `n` is a slash; in a path of less than 64 bytes the bit of its end is set too.
    slashes: u64,
}

impl<'p> Scan<'p> {
    /// `None` where the path needs the slow, exact lookup: it holds `%` or empty segments, or is no path at all.
    #[inline]
    #[must_use]
    pub fn new(path: &'p str) -> Option<Self> {
        let bytes = path.as_bytes();
        let (slashes, has_percent) = match bytes.len() {
            0 => return None,
            1..16 => scan_short(bytes),
            16..=WORD => scan_word(bytes),
            _ => scan_long(bytes)?,
        };
        // Computed without branches: which of these holds is different with every path.
        let (is_root, fills_word) = (bytes.len() == 1, bytes.len() == WORD);
        let end = u64::from(bytes.len() < WORD) << (bytes.len() % WORD);
        let slashes = slashes | end;
        let has_empty = (slashes & (slashes >> 1) != 0) & !is_root;
        // In a path that fills the word exactly, no bit says that it ends behind its last slash.
        let ends_in_slash = fills_word & (slashes >> (WORD - 1) == 1);
        let is_tidy = (slashes & 1 == 1) & !has_empty & !has_percent & !ends_in_slash;
        is_tidy.then_some(Self { bytes, slashes })
    }

    /// Whether `text` stands at `at`.
    #[inline]
    #[must_use]
    pub fn is<const N: usize>(self, at: u32, text: &[u8; N]) -> bool {
        let at = at as usize;
        // As slices: arrays of odd lengths would be put together from parts, slices are compared by words that overlap.
        self.bytes.get(at..at + N).is_some_and(|found| found == text.as_slice())
    }

    /// Whether `text` stands at `at` and nothing follows it.
    #[inline]
    #[must_use]
    pub fn ends_with<const N: usize>(self, at: u32, text: &[u8; N]) -> bool {
        self.bytes.len() == at as usize + N && self.is(at, text)
    }

    /// Whether the path ends at `at`.
    #[inline]
    #[must_use]
    pub fn ends(self, at: u32) -> bool {
        self.bytes.len() == at as usize
    }

    /// The byte at `at`; 0, which no path holds, behind the end.
    #[inline]
    #[must_use]
    pub fn byte(self, at: u32) -> u8 {
        self.bytes.get(at as usize).copied().unwrap_or(0)
    }

    /// What stands from `at` to the next slash or the end.
    #[inline]
    #[must_use]
    pub fn segment(self, at: u32) -> Segment {
        let slashes = self.slashes.checked_shr(at).unwrap_or(0);
        let end = if slashes == 0 { self.far_end(at) } else { at + slashes.trailing_zeros() };
        Segment { start: at, end }
    }

    /// All that stands from `at` on.
    #[inline]
    #[must_use]
    pub fn rest(self, at: u32) -> Segment {
        Segment { start: at, end: self.bytes.len() as u32 }
    }

    /// The nothing behind the end.
    #[inline]
    #[must_use]
    pub fn no_rest(self) -> Segment {
        self.rest(self.bytes.len() as u32)
    }

    /// The end of a segment that reaches beyond the word of slash positions.
    #[cold]
    fn far_end(self, at: u32) -> u32 {
        let mut from = WORD.max(at as usize);
        while from < self.bytes.len() {
            // The last chunk overlaps the one before it, as far as the path is not long enough for two.
            let start = from.min(self.bytes.len() - CHUNK);
            let slashes = chunk_at(self.bytes, start).0 >> (from - start);
            if slashes != 0 {
                return (from as u32) + slashes.trailing_zeros();
            }
            from = start + CHUNK;
        }
        self.bytes.len() as u32
    }
}

/// The marks of the 16 bytes that stand at `at`, or none where there are not so many.
#[inline]
fn chunk_at(bytes: &[u8], at: usize) -> (u16, u16) {
    bytes[at..].first_chunk().map_or((0, 0), marks)
}

/// Of 16 bytes: a bit for each slash, and a bit for each percent sign.
#[cfg(target_arch = "x86_64")]
#[inline]
fn marks(chunk: &[u8; 16]) -> (u16, u16) {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8};
    // SAFETY: SSE2 is part of x86_64, and the unaligned load reads the 16 bytes of `chunk`.
    unsafe {
        let chunk = _mm_loadu_si128(chunk.as_ptr().cast());
        let find = |byte: u8| _mm_movemask_epi8(_mm_cmpeq_epi8(chunk, _mm_set1_epi8(byte as i8))) as u16;
        (find(b'/'), find(b'%'))
    }
}

/// The same without vector instructions: two words of eight bytes each.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn marks(chunk: &[u8; 16]) -> (u16, u16) {
    (marks_portable(chunk, b'/'), marks_portable(chunk, b'%'))
}

#[cfg(any(test, not(target_arch = "x86_64")))]
fn marks_portable(chunk: &[u8; 16], byte: u8) -> u16 {
    let both = u128::from_le_bytes(*chunk);
    half_marks(both as u64, byte) | half_marks((both >> 64) as u64, byte) << 8
}

/// A bit for each of the eight bytes of `word` that equals `byte`.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn half_marks(word: u64, byte: u8) -> u16 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let differs = word ^ (u64::from(byte) * 0x0101_0101_0101_0101);
    // The top bit of each byte that is zero, without borrowing from its neighbour.
    let zero = !(((differs & LOW) + LOW) | differs | LOW);
    // Gathers the eight top bits in the top byte.
    ((zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u16
}

/// Paths of 1 to 15 bytes.
#[inline]
fn scan_short(bytes: &[u8]) -> (u64, bool) {
    let len = bytes.len();
    // The two halves overlap where the path is shorter than both, so there is no loop over single bytes. They are put
    // together as numbers: a load of what two narrower stores wrote would have to wait for both.
    let (low, high, shift) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last), 8),
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                (u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32, 0, 4)
            }
            _ => (bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)), 0, 0),
        },
    };
    let chunk = (u128::from(low) | u128::from(high) << 64).to_le_bytes();
    let (slashes, percents) = marks(&chunk);
    let (slashes, low) = (u64::from(slashes), (1 << shift) - 1);
    let slashes = if shift == 0 { slashes } else { slashes & low | (slashes >> shift) << (len - shift) };
    (slashes, percents != 0)
}

/// Paths of 16 to 64 bytes: four overlapping loads whatever the length, since a branch on it would be mispredicted.
#[inline]
fn scan_word(bytes: &[u8]) -> (u64, bool) {
    let last = bytes.len() - CHUNK;
    let (mut slashes, mut percents) = (0, 0);
    for at in [0, last.min(16), last.min(32), last] {
        let (slash, percent) = chunk_at(bytes, at);
        slashes |= u64::from(slash) << at;
        percents |= percent;
    }
    (slashes, percents != 0)
}

/// Longer paths: the first word as usual, the rest only for what makes a path untidy.
#[inline(never)]
fn scan_long(bytes: &[u8]) -> Option<(u64, bool)> {
    if bytes.len() > MAX_PATH {
        return None;
    }
    let (word, percent) = scan_word(&bytes[..WORD]);
    let (last, mut at, mut is_untidy) = (bytes.len() - CHUNK, WORD - 1, percent);
    loop {
        // Each chunk begins with the last byte of the one before it, so that no two slashes are torn apart.
        let start = at.min(last);
        let (slashes, percents) = chunk_at(bytes, start);
        is_untidy |= (slashes & (slashes >> 1)) | percents != 0;
        if start == last {
            return Some((word, is_untidy | (slashes >> (CHUNK - 1) == 1)));
        }
        at = start + CHUNK - 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of tidy, word for word.
    fn is_tidy(path: &str) -> bool {
        let inner = path.strip_prefix('/');
        inner.is_some_and(|inner| inner.is_empty() || inner.split('/').all(|segment| !segment.is_empty()))
            && !path.contains('%')
    }

    proptest! {
        #[test]
        fn marks_agree_with_their_portable_twin(chunk: [u8; 16], places: [bool; 16]) {
            let mut chunk = chunk;
            for (byte, is_slash) in chunk.iter_mut().zip(places) {
                *byte = if is_slash { b'/' } else { *byte };
            }
            prop_assert_eq!(marks(&chunk), (marks_portable(&chunk, b'/'), marks_portable(&chunk, b'%')));
        }

        #[test]
        fn scanning_agrees_with_the_definition(path in "/?([a-z.é]{1,20}/){0,8}[a-z]{0,4}(//|%20|/)?[a-z]{0,30}") {
            prop_assert_eq!(Scan::new(&path).is_some(), is_tidy(&path), "{}", path);
        }

        #[test]
        fn segments_end_at_slashes(path in "(/[a-z]{1,17}){1,12}") {
            let scan = Scan::new(&path).unwrap();
            let mut at = 1;
            for expected in path[1..].split('/') {
                let segment = scan.segment(at);
                prop_assert_eq!(&path[segment.start as usize..segment.end as usize], expected);
                at = segment.end + 1;
            }
            prop_assert!(scan.ends(at - 1));
        }

        #[test]
        fn no_position_is_out_of_reach(path in ".{0,90}", at: u32) {
            if let Some(scan) = Scan::new(&path) {
                let _ = (scan.byte(at), scan.is(at, b"/a"), scan.ends_with(at, b"/"), scan.ends(at));
            }
        }
    }
}
