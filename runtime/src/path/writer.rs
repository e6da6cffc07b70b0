//! Encoded text and values come in turn, a path goes out; what `path!` expands to.

use super::param::{Fills, Param, Segment};
use super::query::{Query, push_separator};
use super::{MIN_SPARE, Path};

/// A path that is being written.
#[derive(Debug)]
pub struct Writer(String);

impl Writer {
    /// Begins with `text`, which is already encoded.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        let mut path = String::with_capacity(text.len() + MIN_SPARE);
        path.push_str(text);
        Self(path)
    }

    /// Text that is already encoded.
    #[must_use]
    pub fn text(mut self, text: &'static str) -> Self {
        self.0.push_str(text);
        self
    }

    /// A value, encoded.
    #[must_use]
    pub fn param(mut self, value: &(impl Param + ?Sized)) -> Self {
        value.to_param(&mut Segment::new(&mut self.0));
        self
    }

    /// A value for a parameter that the route declares as `D`, encoded.
    #[must_use]
    pub fn param_of<D: ?Sized, V: Param<Key: Fills<D>> + ?Sized>(self, value: &V) -> Self {
        self.param(value)
    }

    /// Many segments, each with its slash and encoded by itself.
    #[must_use]
    pub fn rest<V: Param>(mut self, segments: impl IntoIterator<Item = V>) -> Self {
        for segment in segments {
            self.0.push('/');
            segment.to_param(&mut Segment::new(&mut self.0));
        }
        if self.0.is_empty() {
            self.0.push('/');
        }
        self
    }

    /// Pairs of the query, with `?` or `&` before each, in the way that [`fill`](super::fill) finds for their type.
    #[must_use]
    pub fn query<T: ?Sized>(mut self, pairs: &T, fill: impl FnOnce(&T, &mut Query<'_>)) -> Self {
        fill(pairs, &mut Query::new(&mut self.0));
        self
    }

    /// `?` or `&`, whichever is due.
    #[must_use]
    pub fn separator(mut self) -> Self {
        push_separator(&mut self.0);
        self
    }

    /// The finished path.
    #[must_use]
    pub fn finish(self) -> Path {
        Path::from_string(self.0)
    }
}
