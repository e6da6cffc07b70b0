//! The writers in plain safe Rust, for other processors and as what the fast ones are tested against.

use super::digits::Digits;
use super::{Alphabet, Buffer, push_display};
use crate::component::Value;

/// A place at the end of a buffer. Its unsafe methods are unsafe in `fast` alone; here they may be called at any time.
#[cfg_attr(target_arch = "x86_64", expect(unreachable_pub, reason = "elsewhere this one is used"))]
pub struct Cursor<'a> {
    out: &'a mut Buffer,
}

impl<'a> Cursor<'a> {
    /// A cursor at the end of `out`, with room for `bound` bytes.
    pub(in crate::component) fn reserve(out: &'a mut Buffer, bound: usize) -> Self {
        out.room(bound);
        Self { out }
    }

    /// Keeps what was written.
    pub(in crate::component) fn finish(self) {}

    /// # Safety
    ///
    /// See `fast`.
    pub(in crate::component) unsafe fn copy(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// # Safety
    ///
    /// See `fast`.
    #[cfg_attr(target_arch = "x86_64", expect(dead_code, reason = "elsewhere this one is used"))]
    pub(in crate::component) unsafe fn markup<const N: usize>(&mut self, markup: &'static [u8; N]) {
        self.out.extend_from_slice(markup);
    }

    /// # Safety
    ///
    /// See `fast`.
    pub(in crate::component) unsafe fn escaped<A: Alphabet>(&mut self, text: &[u8]) {
        for &byte in text {
            let (bytes, length) = A::TABLE.entry(byte);
            self.out.extend_from_slice(&bytes[..length]);
        }
    }

    /// # Safety
    ///
    /// See `fast`.
    pub(in crate::component) unsafe fn key(&mut self, comma: bool, index: usize) {
        self.out.extend_from_slice(if comma { b",\"" } else { b"\"" });
        self.number(index as u64);
        self.out.extend_from_slice(b"\":");
    }

    /// # Safety
    ///
    /// See `fast`.
    #[cfg_attr(target_arch = "x86_64", expect(dead_code, reason = "elsewhere this one is used"))]
    pub(in crate::component) unsafe fn key_and_quote(&mut self, comma: bool, index: usize) {
        // SAFETY: nothing here is unsafe.
        unsafe { self.key(comma, index) };
        self.out.push(b'"');
    }

    /// # Safety
    ///
    /// See `fast`.
    pub(in crate::component) unsafe fn value<A: Alphabet>(&mut self, value: Value<'_>) {
        match value {
            Value::Absent => {}
            // SAFETY: nothing here is unsafe.
            Value::Bare => unsafe { self.copy(b"true") },
            // SAFETY: nothing here is unsafe.
            Value::Text(text) => unsafe { self.escaped::<A>(text.as_bytes()) },
            // SAFETY: nothing here is unsafe.
            Value::Trusted(html) => unsafe { self.copy(html.as_bytes()) },
            Value::Unsigned(number) => self.number(number),
            Value::Signed(number) => {
                if number < 0 {
                    self.out.push(b'-');
                }
                self.number(number.unsigned_abs());
            }
            // SAFETY: nothing here is unsafe.
            Value::Char(character) => unsafe {
                self.escaped::<A>(character.encode_utf8(&mut [0; 4]).as_bytes())
            },
            Value::Display(value) => push_display::<A>(self.out, value),
        }
    }

    fn number(&mut self, number: u64) {
        let digits = Digits::of(number);
        self.out.extend_from_slice(&digits.with_rest()[..digits.len()]);
    }
}
