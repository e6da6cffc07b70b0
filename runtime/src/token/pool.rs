//! Many random bytes of the operating system come in at once, a few at a time go out: asking for each few costs more than a page's
//! whole head.

use std::cell::RefCell;

use super::random;

/// Bytes that are asked for at once.
const BYTES: usize = 512;

/// Bytes of which nobody has seen those that are left.
struct Pool {
    bytes: [u8; BYTES],
    left: usize,
}

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { bytes: [0; BYTES], left: 0 }) };
}

/// Random bytes for what lasts no longer than a page, such as its masks and nonces. Keys and what people sign in with come from
/// [`random`]: a process that was copied with its memory has the same pool twice.
pub(crate) fn passing<const N: usize>() -> [u8; N] {
    const { assert!(N <= BYTES, "the pool holds less") };
    POOL.with_borrow_mut(Pool::take)
}

impl Pool {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        if self.left < N {
            *self = Self { bytes: random(), left: BYTES };
        }
        let rest = &mut self.bytes[self.left - N..self.left];
        self.left -= N;
        let taken = std::array::from_fn(|at| rest[at]);
        rest.fill(0);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bytes_are_given_twice_or_kept() {
        let mut pool = Pool { bytes: [0; BYTES], left: 0 };
        let taken: std::collections::HashSet<[u8; 18]> = (0..1_000).map(|_| pool.take()).collect();
        assert_eq!(taken.len(), 1_000);
        assert!(!taken.contains(&[0; 18]));
        assert!(pool.bytes[pool.left..].iter().all(|byte| *byte == 0));
        assert_ne!(passing::<BYTES>(), passing::<BYTES>());
    }
}
