//! Text comes in, escaped text goes out, 16 bytes at a time: what every x86-64 processor has.

use std::arch::x86_64::{
    __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_cvtsi64_si128, _mm_loadu_si128, _mm_min_epu8,
    _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8, _mm_storeu_si128, _mm_unpacklo_epi64,
};

use super::avx2;
use super::table::{Alphabet, Candidates};

/// Text of any length. Where nothing has to be replaced, which is mostly so, up to 32 bytes are copied without a call.
///
/// # Safety
///
/// There is room for `WORST` bytes for each byte of `text`, and `SLACK` more, at `out`.
#[inline(always)]
pub(super) unsafe fn escape<A: Alphabet>(text: &[u8], out: *mut u8) -> *mut u8 {
    let length = text.len();
    // SAFETY: as promised by the caller; what is stored is no longer than the text.
    unsafe {
        let found = if let (Some(first), Some(last)) = (text.first_chunk::<16>(), text.last_chunk::<16>()) {
            if length > 32 {
                return escape_long::<A>(text, out);
            }
            // Both ends, where what overlaps is the same.
            let (first, last) = (load(first.as_ptr()), load(last.as_ptr()));
            store(first, out);
            store(last, out.add(length - 16));
            _mm_or_si128(found::<A>(first), found::<A>(last))
        } else if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
            out.cast::<[u8; 8]>().write_unaligned(*first);
            out.add(length - 8).cast::<[u8; 8]>().write_unaligned(*last);
            found::<A>(halves(u64::from_le_bytes(*first), u64::from_le_bytes(*last)))
        } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            out.cast::<[u8; 4]>().write_unaligned(*first);
            out.add(length - 4).cast::<[u8; 4]>().write_unaligned(*last);
            let both = u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
            found::<A>(halves(both, both))
        } else if let (Some(&first), Some(&last)) = (text.first(), text.last()) {
            let middle = text[length / 2];
            *out = first;
            *out.add(length / 2) = middle;
            *out.add(length - 1) = last;
            let all = u64::from(u32::from_le_bytes([first, middle, last, last]));
            found::<A>(halves(all | all << 32, all | all << 32))
        } else {
            return out;
        };
        if _mm_movemask_epi8(found) == 0 { out.add(length) } else { replace::<A>(text, out) }
    }
}

/// Text of more than 32 bytes; the processor decides how.
///
/// # Safety
///
/// As for `escape`.
#[inline(never)]
unsafe fn escape_long<A: Alphabet>(text: &[u8], out: *mut u8) -> *mut u8 {
    // SAFETY: as promised by the caller; `avx2` is called where the processor has what it needs.
    unsafe { if avx2::is_there() { avx2::escape_long::<A>(text, out) } else { replace::<A>(text, out) } }
}

/// # Safety
///
/// Both are places of one text.
#[inline(always)]
pub(super) unsafe fn rest<'a>(from: *const u8, end: *const u8) -> &'a [u8] {
    // SAFETY: as promised by the caller.
    unsafe { std::slice::from_raw_parts(from, end.offset_from_unsigned(from)) }
}

/// Text in which something may have to be replaced.
///
/// # Safety
///
/// As for `escape`.
#[inline(never)]
pub(super) unsafe fn replace<A: Alphabet>(text: &[u8], mut out: *mut u8) -> *mut u8 {
    let (blocks, rest) = text.as_chunks::<16>();
    // SAFETY: as promised by the caller.
    unsafe {
        for block in blocks {
            out = replace_block::<A>(load(block.as_ptr()), 16, out);
        }
        match (rest.len(), text.last_chunk::<16>()) {
            (0, _) => out,
            (length, Some(last)) => {
                let last = u128::from_le_bytes(*last) >> (8 * (16 - length));
                replace_block::<A>(vector(last), length, out)
            }
            (length, None) => replace_block::<A>(vector(short(rest)), length, out),
        }
    }
}

/// The first `length` of 16 bytes.
///
/// # Safety
///
/// There is room for `WORST` bytes for each of them, and `SLACK` more, at `out`.
#[inline(always)]
unsafe fn replace_block<A: Alphabet>(bytes: __m128i, mut length: usize, mut out: *mut u8) -> *mut u8 {
    // SAFETY: `out` never moves further than the replacements so far, and each store is at most one vector.
    unsafe {
        store(bytes, out);
        let mut mask = _mm_movemask_epi8(found::<A>(bytes)) as u32 & ((1 << length) - 1);
        let mut bytes = scalar(bytes);
        while mask != 0 {
            let clean = mask.trailing_zeros() as usize;
            bytes >>= 8 * clean;
            let (replacement, size) = A::TABLE.entry(bytes as u8);
            out = out.add(clean);
            out.cast::<[u8; 8]>().write_unaligned(*replacement);
            out = out.add(size);
            bytes >>= 8;
            out.cast::<u128>().write_unaligned(bytes);
            length -= clean + 1;
            mask >>= clean + 1;
        }
        out.add(length)
    }
}

/// Up to 15 bytes, the first one lowest.
#[inline(always)]
fn short(text: &[u8]) -> u128 {
    let length = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return u128::from(u64::from_le_bytes(*first))
            | u128::from(u64::from_le_bytes(*last)) << (8 * (length - 8));
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let both = u64::from(u32::from_le_bytes(*first))
            | u64::from(u32::from_le_bytes(*last)) << (8 * (length - 4));
        return both.into();
    }
    match *text {
        [] => 0,
        [a] => a.into(),
        [a, b] => u16::from_le_bytes([a, b]).into(),
        [a, b, c, ..] => u32::from_le_bytes([a, b, c, 0]).into(),
    }
}

#[inline(always)]
fn vector(bytes: u128) -> __m128i {
    halves(bytes as u64, (bytes >> 64) as u64)
}

#[inline(always)]
fn scalar(bytes: __m128i) -> u128 {
    // SAFETY: both are 16 bytes without invalid values.
    unsafe { std::mem::transmute::<__m128i, u128>(bytes) }
}

/// # Safety
///
/// There are 16 bytes at `from`.
#[inline(always)]
unsafe fn load(from: *const u8) -> __m128i {
    // SAFETY: as promised by the caller.
    unsafe { _mm_loadu_si128(from.cast()) }
}

/// # Safety
///
/// There is room for 16 bytes at `out`.
#[inline(always)]
unsafe fn store(bytes: __m128i, out: *mut u8) {
    // SAFETY: as promised by the caller.
    unsafe { _mm_storeu_si128(out.cast(), bytes) };
}

#[inline(always)]
fn halves(low: u64, high: u64) -> __m128i {
    // SAFETY: SSE2 is part of x86-64.
    unsafe { _mm_unpacklo_epi64(_mm_cvtsi64_si128(low as i64), _mm_cvtsi64_si128(high as i64)) }
}

/// Lanes whose byte may have to be replaced.
#[inline(always)]
fn found<A: Alphabet>(bytes: __m128i) -> __m128i {
    let Candidates { pairs: [first, second], controls } = A::CANDIDATES;
    // SAFETY: SSE2 is part of x86-64.
    unsafe {
        let is = |(ignored, byte): (u8, u8)| {
            let bytes = _mm_and_si128(bytes, _mm_set1_epi8(!ignored as i8));
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8))
        };
        let found = _mm_or_si128(is(first), is(second));
        if controls {
            _mm_or_si128(found, _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes))
        } else {
            found
        }
    }
}
