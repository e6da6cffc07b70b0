//! Bytes come in, a number that stands for them goes out.
//!
//! Hashes are seeded anew in each process, since users choose much of what a page shows: nobody can prepare two texts of which
//! a page would keep the first. They stay within the process, so each processor has the hash that suits it.

#[cfg(target_arch = "x86_64")]
mod vaes;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::LazyLock;

static SEED: LazyLock<u64> = LazyLock::new(|| {
    #[cfg(target_arch = "x86_64")]
    vaes::detect();
    RandomState::new().hash_one(0u8)
});

/// The seed of this process; whoever hashes has asked for it.
pub(super) fn seed() -> u64 {
    *SEED
}

/// Odd numbers without a pattern: digits of the golden ratio and of the square root of two.
pub(super) const K1: u64 = 0x9e37_79b9_7f4a_7c15;
pub(super) const K2: u64 = 0x6a09_e667_f3bc_c909;

/// Both halves of the product, folded.
#[inline(always)]
pub(super) fn mix(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    product as u64 ^ (product >> 64) as u64
}

/// A hash of `bytes`.
#[inline(always)]
pub(super) fn hash(bytes: &[u8], seed: u64) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if vaes::is_there() {
        // SAFETY: the processor has what it needs.
        return unsafe { vaes::hash(bytes, seed) };
    }
    portable(bytes, seed)
}

/// The hash of processors that have nothing better: two lanes that do not wait for each other take 16 bytes each.
#[inline(never)]
fn portable(bytes: &[u8], seed: u64) -> u64 {
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

    /// A hash function.
    type Hash = fn(&[u8], u64) -> u64;

    fn hashes() -> [Hash; 2] {
        seed();
        [portable, |bytes, seed| hash(bytes, seed)]
    }

    #[test]
    fn every_byte_and_the_length_count() {
        for hash in hashes() {
            let mut seen = HashSet::new();
            for length in 0..150 {
                assert!(seen.insert(hash(&vec![b'a'; length], 7)), "length {length}");
                for at in 0..length {
                    let mut text = vec![b'a'; length];
                    text[at] = b'b';
                    assert!(seen.insert(hash(&text, 7)), "length {length}, changed at {at}");
                }
            }
        }
    }

    #[test]
    fn the_seed_counts() {
        for hash in hashes() {
            let of = |seed| hash(b"the same text, in another process", seed);
            let seen: HashSet<_> = (0..1000).map(of).collect();
            assert_eq!(seen.len(), 1000);
        }
    }

    #[test]
    fn half_of_the_bits_change_with_each_bit() {
        for hash in hashes() {
            for length in [3, 8, 16, 20, 32, 40, 100] {
                let text = vec![b'a'; length];
                let changed = |bit: usize| {
                    let mut other = text.clone();
                    other[bit / 8] ^= 1 << (bit % 8);
                    (hash(&text, 7) ^ hash(&other, 7)).count_ones()
                };
                let counts: Vec<u32> = (0..8 * length).map(changed).collect();
                let mean = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
                assert!((28.0..36.0).contains(&mean), "length {length}: {mean} bits");
                assert!(counts.iter().all(|count| *count > 8), "length {length}: {counts:?}");
            }
        }
    }
}
