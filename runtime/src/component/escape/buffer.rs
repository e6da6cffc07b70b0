//! The bytes of a page while it is written: a `Vec<u8>` comes in, with room at its end at hand, and goes out longer.
//!
//! Measured against the `Vec` itself on a table of numbers: two thirds of the time. A vector keeps its length, from which the
//! place to write at has to be worked out anew for each run; in a loop of short runs, one waits for the other.

use std::fmt;

/// Bytes that are being written, and room behind them.
pub(in crate::component) struct Buffer {
    /// What was written up to the last `grow`; the bytes behind it count up to `end`.
    bytes: Vec<u8>,
    /// Where the next byte goes.
    end: *mut u8,
    /// Where the room ends.
    limit: *mut u8,
}

impl Buffer {
    /// Writes go behind what is in `bytes`.
    #[inline]
    pub(in crate::component) fn new(mut bytes: Vec<u8>) -> Self {
        let spare = bytes.spare_capacity_mut().as_mut_ptr_range();
        Self { end: spare.start.cast(), limit: spare.end.cast(), bytes }
    }

    /// What was there and what was written.
    #[inline]
    pub(in crate::component) fn into_bytes(mut self) -> Vec<u8> {
        self.count();
        self.bytes
    }

    /// How many bytes there are.
    #[inline]
    pub(in crate::component) fn len(&self) -> usize {
        // SAFETY: `end` is a place of the vector's allocation, or its dangling start where nothing is allocated.
        unsafe { self.end.offset_from_unsigned(self.bytes.as_ptr()) }
    }

    /// Whether nothing was allocated yet.
    pub(in crate::component) fn is_unallocated(&self) -> bool {
        self.bytes.capacity() == 0
    }

    /// Makes room for `count` bytes, and says where they go.
    #[inline(always)]
    pub(super) fn room(&mut self, count: usize) -> *mut u8 {
        // SAFETY: both are places of one allocation, `limit` not before `end`.
        if unsafe { self.limit.offset_from_unsigned(self.end) } < count {
            self.grow(count);
        }
        self.end
    }

    /// Counts what was written up to `end` in.
    ///
    /// # Safety
    ///
    /// `end` is within the room that was asked for last, and all bytes before it were written.
    #[inline(always)]
    pub(super) unsafe fn written(&mut self, end: *mut u8) {
        self.end = end;
    }

    /// Appends bytes.
    #[inline]
    pub(in crate::component) fn extend_from_slice(&mut self, bytes: &[u8]) {
        let end = self.room(bytes.len());
        // SAFETY: there is room, and `bytes` cannot be within it, since this is borrowed mutably.
        unsafe {
            end.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            self.written(end.add(bytes.len()));
        }
    }

    /// Appends a byte.
    #[inline]
    pub(in crate::component) fn push(&mut self, byte: u8) {
        self.extend_from_slice(&[byte]);
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, count: usize) {
        self.count();
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.reserve(count);
        *self = Self::new(bytes);
    }

    /// Makes the vector's length that of what was written.
    #[inline]
    fn count(&mut self) {
        let length = self.len();
        // SAFETY: all bytes before `end` were written, as the callers of `written` promise.
        unsafe { self.bytes.set_len(length) };
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffer").field("len", &self.len()).finish_non_exhaustive()
    }
}
