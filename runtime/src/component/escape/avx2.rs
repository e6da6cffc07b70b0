//! Long text comes in, escaped text goes out, 32 bytes at a time: for the processors that can, which is found out at run time.

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8,
    _mm256_or_si256, _mm256_set1_epi8, _mm256_storeu_si256,
};
use std::sync::atomic::{AtomicBool, Ordering};

use super::sse2::{replace, rest};
use super::table::{Alphabet, Candidates};

/// What `detect` found out.
static IS_THERE: AtomicBool = AtomicBool::new(false);

/// Finds out whether the processor has what the functions here need.
#[inline]
pub(super) fn detect() {
    IS_THERE.store(is_x86_feature_detected!("avx2"), Ordering::Relaxed);
}

/// Whether the processor has what the functions here need; `false` before the first `detect`.
#[inline(always)]
pub(super) fn is_there() -> bool {
    IS_THERE.load(Ordering::Relaxed)
}

/// Text of more than 32 bytes.
///
/// # Safety
///
/// The processor has AVX2. There is room for `WORST` bytes for each byte of `text`, and `SLACK` more, at `out`.
#[target_feature(enable = "avx2")]
#[inline(never)]
pub(super) unsafe fn escape_long<A: Alphabet>(text: &[u8], mut out: *mut u8) -> *mut u8 {
    let (mut from, end) = (text.as_ptr(), text.as_ptr_range().end);
    // SAFETY: as many bytes as are read are left, since the text has more than 32; what is stored is no longer.
    unsafe {
        while end.offset_from_unsigned(from) > 64 {
            let (left, right) = (load(from), load(from.add(32)));
            if is_found::<A>(left, right) {
                return replace::<A>(rest(from, end), out);
            }
            store(left, out);
            store(right, out.add(32));
            (from, out) = (from.add(64), out.add(64));
        }
        // What is left, from both of its ends; where it is short, it begins with bytes that were written as they are.
        let length = end.offset_from_unsigned(from);
        let before = 32_usize.saturating_sub(length);
        let (left, right) = (load(from.sub(before)), load(end.sub(32)));
        if is_found::<A>(left, right) {
            return replace::<A>(rest(from, end), out);
        }
        store(left, out.sub(before));
        let out = out.add(length);
        store(right, out.sub(32));
        out
    }
}

/// # Safety
///
/// There are 32 bytes at `from`.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn load(from: *const u8) -> __m256i {
    // SAFETY: as promised by the caller.
    unsafe { _mm256_loadu_si256(from.cast()) }
}

/// # Safety
///
/// There is room for 32 bytes at `out`.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn store(bytes: __m256i, out: *mut u8) {
    // SAFETY: as promised by the caller.
    unsafe { _mm256_storeu_si256(out.cast(), bytes) };
}

#[target_feature(enable = "avx2")]
#[inline]
fn is_found<A: Alphabet>(left: __m256i, right: __m256i) -> bool {
    _mm256_movemask_epi8(_mm256_or_si256(found::<A>(left), found::<A>(right))) != 0
}

/// Lanes whose byte may have to be replaced.
#[target_feature(enable = "avx2")]
#[inline]
fn found<A: Alphabet>(bytes: __m256i) -> __m256i {
    let Candidates { pairs: [first, second], controls } = A::CANDIDATES;
    let is = |(ignored, byte): (u8, u8)| {
        let bytes = _mm256_and_si256(bytes, _mm256_set1_epi8(!ignored as i8));
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8))
    };
    let found = _mm256_or_si256(is(first), is(second));
    if controls {
        _mm256_or_si256(found, _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes))
    } else {
        found
    }
}
