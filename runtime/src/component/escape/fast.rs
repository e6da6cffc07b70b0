//! The writers for x86-64: raw pointers into room that was asked for once, escaping 16 or 64 bytes at a time.
//!
//! Measured against the safe twin in `portable` on a page with 100 rows: a quarter of the time.

use std::ptr;

use super::digits::{self, Digits};
use super::{Alphabet, push_display, push_text, sse2};
use crate::component::Value;
use crate::component::value::LONG;

/// Whole vectors are stored even where fewer bytes count, so there is always this much room behind the bound.
const SLACK: usize = 16;

/// A place at the end of a buffer, with room for a number of bytes that was asked for once.
pub struct Cursor<'a> {
    out: &'a mut Vec<u8>,
    end: *mut u8,
    bound: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at the end of `out`, with room for `bound` bytes.
    #[inline(always)]
    pub(in crate::component) fn reserve(out: &'a mut Vec<u8>, bound: usize) -> Self {
        if out.capacity() - out.len() < bound + SLACK {
            grow(out, bound + SLACK);
        }
        // SAFETY: the length is within the allocation.
        let end = unsafe { out.as_mut_ptr().add(out.len()) };
        Self { out, end, bound }
    }

    /// Keeps what was written.
    #[inline(always)]
    pub(in crate::component) fn finish(self) {
        // SAFETY: `end` came from this allocation, and every byte before it was written by the methods below.
        unsafe {
            let length = self.end.offset_from_unsigned(self.out.as_ptr());
            self.out.set_len(length);
        }
    }

    /// Copies `bytes`.
    ///
    /// # Safety
    ///
    /// All that is written between `reserve` and `finish` stays within the bound given to `reserve`.
    #[inline(always)]
    pub(in crate::component) unsafe fn copy(&mut self, bytes: &[u8]) {
        // SAFETY: there is room, as the caller promises; the buffer is borrowed mutably, so `bytes` is not in it.
        unsafe {
            ptr::copy_nonoverlapping(bytes.as_ptr(), self.end, bytes.len());
            self.end = self.end.add(bytes.len());
        }
    }

    /// Writes `text` escaped.
    ///
    /// # Safety
    ///
    /// As for [`copy`](Self::copy), where each byte counts [`WORST`](crate::component::value::WORST).
    #[inline(always)]
    pub(in crate::component) unsafe fn escaped<A: Alphabet>(&mut self, text: &[u8]) {
        // SAFETY: as promised by the caller.
        self.end = unsafe { sse2::escape::<A>(text, self.end) };
    }

    /// Writes `"3":`, after a comma if there is to be one.
    ///
    /// # Safety
    ///
    /// As for [`copy`](Self::copy), where this counts [`KEY`](super::KEY).
    #[inline(always)]
    pub(in crate::component) unsafe fn key(&mut self, comma: bool, index: usize) {
        // SAFETY: a comma, quotes, a colon and at most 20 digits are no more than `KEY`.
        unsafe {
            *self.end = b',';
            self.end = self.end.add(usize::from(comma));
            if index < 10 {
                self.end.cast::<[u8; 4]>().write_unaligned([b'"', b'0' + index as u8, b'"', b':']);
                self.end = self.end.add(4);
            } else {
                self.copy(b"\"");
                self.number(index as u64);
                self.copy(b"\":");
            }
        }
    }

    /// Writes one value escaped.
    ///
    /// # Safety
    ///
    /// As for [`copy`](Self::copy), where the value counts its [`bound`](Value::bound).
    #[inline(always)]
    pub(in crate::component) unsafe fn value<A: Alphabet>(&mut self, value: Value<'_>) {
        // SAFETY: each arm writes at most the value's bound, or asks for room again.
        unsafe {
            match value {
                Value::Absent => {}
                Value::Bare => self.copy(b"true"),
                Value::Text(text) if text.len() <= LONG => self.escaped::<A>(text.as_bytes()),
                Value::Text(text) => self.elsewhere(|out| push_text::<A>(out, text)),
                Value::Trusted(html) => self.copy(html.as_bytes()),
                Value::Unsigned(number) => self.number(number),
                Value::Signed(number) => {
                    *self.end = b'-';
                    self.end = self.end.add(usize::from(number < 0));
                    self.number(number.unsigned_abs());
                }
                Value::Char(character) => self.escaped::<A>(character.encode_utf8(&mut [0; 4]).as_bytes()),
                Value::Display(value) => self.elsewhere(|out| push_display::<A>(out, value)),
            }
        }
    }

    /// Lets `write` append to the buffer itself, and asks for the same room again.
    #[cold]
    fn elsewhere(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        // SAFETY: as in `finish`.
        unsafe { self.out.set_len(self.end.offset_from_unsigned(self.out.as_ptr())) };
        write(self.out);
        self.out.reserve(self.bound + SLACK);
        // SAFETY: the length is within the allocation.
        self.end = unsafe { self.out.as_mut_ptr().add(self.out.len()) };
    }

    /// # Safety
    ///
    /// There is room for `digits::MOST` bytes.
    #[inline(always)]
    unsafe fn number(&mut self, number: u64) {
        // SAFETY: two bytes are stored at most, and the caller promises more.
        unsafe {
            if number < 10 {
                *self.end = b'0' + number as u8;
                self.end = self.end.add(1);
            } else if number < 100 {
                self.end.cast::<[u8; 2]>().write_unaligned(digits::PAIRS[number as usize]);
                self.end = self.end.add(2);
            } else {
                self.end = large_number(number, self.end);
            }
        }
    }
}

#[cold]
#[inline(never)]
fn grow(out: &mut Vec<u8>, additional: usize) {
    out.reserve(additional);
}

/// A number of at least 100.
///
/// # Safety
///
/// There is room for `digits::MOST` bytes at `out`.
#[inline(never)]
unsafe fn large_number(number: u64, out: *mut u8) -> *mut u8 {
    // SAFETY: at most `digits::MOST` bytes are stored.
    unsafe {
        if number < 10_000 {
            let (high, low) = (digits::PAIRS[number as usize / 100], digits::PAIRS[number as usize % 100]);
            // `0123`: without the zero.
            let skipped = usize::from(number < 1000);
            let digits = u32::from_le_bytes([high[0], high[1], low[0], low[1]]) >> (8 * skipped);
            out.cast::<u32>().write_unaligned(digits.to_le());
            return out.add(4 - skipped);
        }
        let digits = Digits::of(number);
        out.cast::<[u8; digits::MOST]>().write_unaligned(*digits.with_rest());
        out.add(digits.len())
    }
}
