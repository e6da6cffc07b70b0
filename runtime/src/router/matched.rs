//! What a lookup found: positions in the path come in, the route and the text of its captured segments go out.

/// The most segments that one route may capture.
pub const MAX_PARAMS: usize = 8;

/// The longest path in bytes that a router looks at; `http::Uri` holds none that is longer.
pub const MAX_PATH: usize = u16::MAX as usize;

/// A part of a path, by byte positions.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub start: u32,
    pub end: u32,
}

/// The route that a request meets and where its captured segments lie in the path. Borrows and allocates nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Match {
    /// The route's place in [`Router::ROUTES`](super::Router::ROUTES).
    pub route: usize,
    captured: [(u16, u16); MAX_PARAMS],
    count: u8,
}

impl Match {
    /// `route` with its captured segments, of which there are at most [`MAX_PARAMS`] in a path of at most [`MAX_PATH`] bytes.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn new<const N: usize>(route: usize, segments: [Segment; N]) -> Self {
        const { assert!(N <= MAX_PARAMS) };
        let mut captured = [(0, 0); MAX_PARAMS];
        for (place, segment) in captured.iter_mut().zip(segments) {
            *place = (segment.start as u16, segment.end as u16);
        }
        Self { route, captured, count: N as u8 }
    }

    /// How many segments the route captured.
    #[must_use]
    pub fn count(&self) -> usize {
        usize::from(self.count)
    }

    /// The captured segment at `index`, counted from 0, as it stands in `path`, that is percent-encoded. `path` is the one
    /// that was looked up; `None` where there is no such segment.
    #[must_use]
    pub fn segment<'p>(&self, path: &'p str, index: usize) -> Option<&'p str> {
        let (start, end) = *self.captured[..self.count()].get(index)?;
        path.get(usize::from(start)..usize::from(end))
    }

    pub(crate) fn empty(route: usize) -> Self {
        Self { route, captured: [(0, 0); MAX_PARAMS], count: 0 }
    }

    /// Adds one more captured segment; what exceeds [`MAX_PARAMS`] is left out.
    pub(crate) fn capture(&mut self, start: usize, end: usize) {
        if let Some(place) = self.captured.get_mut(usize::from(self.count)) {
            *place = (start as u16, end as u16);
            self.count += 1;
        }
    }
}
