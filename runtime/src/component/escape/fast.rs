//! The writers for x86-64: raw pointers into room that was asked for once, escaping 16 or 64 bytes at a time.
//!
//! Measured against the safe twin in `portable` on a page with 100 rows: a quarter of the time.

use super::digits::{self, Digits};
use super::{Alphabet, Buffer, push_display, push_text, sse2};
use crate::component::Value;
use crate::component::value::LONG;

/// Whole vectors are stored even where fewer bytes count, so there is always this much room behind the bound.
const SLACK: usize = 16;

/// A place at the end of a buffer, with room for a number of bytes that was asked for once.
pub struct Cursor<'a> {
    out: &'a mut Buffer,
    end: *mut u8,
    bound: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at the end of `out`, with room for `bound` bytes.
    #[inline(always)]
    pub(in crate::component) fn reserve(out: &'a mut Buffer, bound: usize) -> Self {
        let end = out.room(bound + SLACK);
        Self { out, end, bound }
    }

    /// Keeps what was written.
    #[inline(always)]
    pub(in crate::component) fn finish(self) {
        // SAFETY: the room was asked for, and every byte before `end` was written by the methods below.
        unsafe { self.out.written(self.end) };
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
            self.end.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            self.end = self.end.add(bytes.len());
        }
    }

    /// Copies static markup.
    ///
    /// # Safety
    ///
    /// As for [`copy`](Self::copy).
    #[inline(always)]
    pub(in crate::component) unsafe fn markup<const N: usize>(&mut self, markup: &'static [u8; N]) {
        if N > 8 || N.is_power_of_two() {
            // SAFETY: as promised by the caller.
            return unsafe { self.copy(markup) };
        }
        // One store instead of two or three, of which the compiler knows what is in it.
        let mut word = [0; 8];
        for (byte, markup) in word.iter_mut().zip(markup) {
            *byte = *markup;
        }
        // SAFETY: behind the bound there is room for a whole vector.
        unsafe {
            self.end.cast::<[u8; 8]>().write_unaligned(word);
            self.end = self.end.add(N);
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

    /// Writes `"3":"`, after a comma if there is to be one. Both are best known to the compiler.
    ///
    /// # Safety
    ///
    /// As for [`copy`](Self::copy), where this counts [`KEY`](super::KEY).
    #[inline(always)]
    pub(in crate::component) unsafe fn key_and_quote(&mut self, comma: bool, index: usize) {
        // SAFETY: as promised by the caller; behind the bound there is room for a whole vector.
        unsafe {
            if index < 10 {
                let digit = b'0' + index as u8;
                let (word, length) = if comma {
                    ([b',', b'"', digit, b'"', b':', b'"', 0, 0], 6)
                } else {
                    ([b'"', digit, b'"', b':', b'"', 0, 0, 0], 5)
                };
                self.end.cast::<[u8; 8]>().write_unaligned(word);
                self.end = self.end.add(length);
            } else {
                self.key(comma, index);
                self.copy(b"\"");
            }
        }
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
        // SAFETY: each arm writes at most the value's bound, or asks for room again. Behind a sign, digits are stored as one word of
        // `MOST` bytes, of which the last may lie behind the bound, where there is room for a whole vector.
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
    fn elsewhere(&mut self, write: impl FnOnce(&mut Buffer)) {
        // SAFETY: as in `finish`.
        unsafe { self.out.written(self.end) };
        write(self.out);
        self.end = self.out.room(self.bound + SLACK);
    }

    /// # Safety
    ///
    /// There is room for `digits::MOST` bytes.
    #[inline(always)]
    unsafe fn number(&mut self, number: u64) {
        // SAFETY: four bytes are stored at most, and the caller promises more.
        unsafe {
            if let Some(small) = digits::SMALL.get(number as usize) {
                self.end.cast::<[u8; 4]>().write_unaligned(*small);
                self.end = self.end.add(small[3] as usize);
            } else {
                self.end = large_number(number, self.end);
            }
        }
    }
}

/// A number of at least 1000.
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
            out.cast::<[u8; 4]>().write_unaligned([high[0], high[1], low[0], low[1]]);
            return out.add(4);
        }
        let digits = Digits::of(number);
        out.cast::<[u8; digits::MOST]>().write_unaligned(*digits.with_rest());
        out.add(digits.len())
    }
}
