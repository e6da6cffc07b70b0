//! Text comes in, bytes that are safe where they go come out: HTML, HTML within a JSON string, or a JSON string.
//!
//! Two implementations of the same functions: `fast` copies and tests 16 bytes at a time through raw pointers (`sse2`), or
//! 64 where the processor can (`wide`); `portable` is plain safe Rust. A property test holds them equal.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod buffer;
mod digits;
#[cfg(target_arch = "x86_64")]
mod fast;
#[cfg(any(test, not(target_arch = "x86_64")))]
mod portable;
#[cfg(target_arch = "x86_64")]
mod sse2;
mod table;
#[cfg(test)]
mod tests;

use std::fmt::{self, Write};

use super::Value;
use super::value::{LONG, WORST};

pub(super) use buffer::Buffer;
pub(crate) use digits::Digits;
#[cfg(target_arch = "x86_64")]
pub(super) use fast::Cursor;
#[cfg(not(target_arch = "x86_64"))]
pub(super) use portable::Cursor;
pub(super) use table::{Alphabet, Html, Json, WireHtml};

/// Looks at what the processor can do; without it, texts take the slower way.
#[inline]
pub(super) fn detect() {
    #[cfg(target_arch = "x86_64")]
    avx2::detect();
}

/// The most bytes that [`Cursor::key`] writes.
pub(super) const KEY: usize = 24;

/// Appends `value` as HTML; right for text and for quoted attribute values alike.
pub(super) fn push(out: &mut Buffer, value: Value<'_>) {
    let mut cursor = Cursor::reserve(out, value.bound());
    // SAFETY: room for this value's bound has just been asked for.
    unsafe { cursor.value::<Html>(value) };
    cursor.finish();
}

/// Appends text of any length, asking for room bit by bit.
pub(super) fn push_text<A: Alphabet>(out: &mut Buffer, text: &str) {
    for piece in text.as_bytes().chunks(LONG) {
        let mut cursor = Cursor::reserve(out, piece.len() * WORST);
        // SAFETY: no byte becomes more than `WORST` bytes.
        unsafe { cursor.escaped::<A>(piece) };
        cursor.finish();
    }
}

/// Appends what a value's `Display` says.
pub(super) fn push_display<A: Alphabet>(out: &mut Buffer, value: &dyn fmt::Display) {
    struct Escaped<'a, A>(&'a mut Buffer, std::marker::PhantomData<A>);

    impl<A: Alphabet> Write for Escaped<'_, A> {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            push_text::<A>(self.0, text);
            Ok(())
        }
    }

    // A `Display` that fails has written what it could; there is nobody to tell within a page.
    let _ = write!(Escaped::<A>(out, std::marker::PhantomData), "{value}");
}
