//! What `html!` expands to: a template's constants beside a closure that writes it.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Render, Sink};

/// Markup that is ready to be rendered; what [`html!`](crate::html) yields.
pub struct Fragment<F>(F);

/// Makes a fragment; generated code calls this.
#[inline(always)]
pub fn fragment<F: Fn(&mut Sink<'_>)>(render: F) -> Fragment<F> {
    Fragment(render)
}

impl<F: Fn(&mut Sink<'_>)> Render for Fragment<F> {
    #[inline]
    fn render(&self, sink: &mut Sink<'_>) {
        (self.0)(sink);
    }
}

impl<F> fmt::Debug for Fragment<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fragment(..)")
    }
}

/// The constants of one template, or of one branch or loop within it.
#[derive(Debug)]
pub struct Template {
    /// The hash of the statics and of what stands between them: the same template always has the same.
    pub(super) fingerprint: u64,
    /// Whether the markup is exactly one element that is always there.
    pub(super) single_root: bool,
    /// The static parts as a JSON array, ready for the wire.
    pub(super) statics: &'static str,
    /// How large the last page was that had this template at its top, in bytes.
    size: AtomicUsize,
    /// How many fingerprints the last view had that had this template at its top.
    prints: AtomicUsize,
}

impl Template {
    /// The constants as the macro worked them out.
    #[must_use]
    pub const fn new(fingerprint: u64, single_root: bool, statics: &'static str) -> Self {
        Self { fingerprint, single_root, statics, size: AtomicUsize::new(0), prints: AtomicUsize::new(0) }
    }

    /// How large the page will probably be, in bytes.
    pub(super) fn size(&self) -> usize {
        self.size.load(Ordering::Relaxed)
    }

    /// Keeps the size of a page, rounded up so that small changes do not write to shared memory, and with some room left:
    /// runs ask for as much as their values may need, not for what they will need.
    pub(super) fn remember(&self, size: usize) {
        let size = (size + size / 8).next_multiple_of(512).min(MAX_REMEMBERED);
        if self.size() != size {
            self.size.store(size, Ordering::Relaxed);
        }
    }

    /// How many fingerprints the view will probably have.
    pub(super) fn prints(&self) -> usize {
        self.prints.load(Ordering::Relaxed)
    }

    /// Keeps the number of a view's fingerprints, rounded as sizes are.
    pub(super) fn remember_prints(&self, count: usize) {
        let count = count.next_multiple_of(64).min(MAX_REMEMBERED / 8);
        if self.prints() != count {
            self.prints.store(count, Ordering::Relaxed);
        }
    }
}

/// One huge page must not make all later ones allocate as much.
const MAX_REMEMBERED: usize = 1 << 20;
