//! Two patterns come in; whether some path meets both, or every path of one meets the other, goes out.

use super::model::{Pattern, Segment};

impl Pattern {
    /// Whether every path that `other` matches is matched by `self` too.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        covers(&self.segments, &other.segments)
    }

    /// Whether some path is matched by both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        overlaps(&self.segments, &other.segments)
    }

    /// Whether both match the same paths, whatever their parameters are called.
    #[must_use]
    pub fn is_same_shape(&self, other: &Self) -> bool {
        self.covers(other) && other.covers(self)
    }
}

fn covers(wide: &[Segment], narrow: &[Segment]) -> bool {
    match (wide, narrow) {
        ([Segment::Glob { .. }], _) | ([], []) => true,
        ([first, wide @ ..], [second, narrow @ ..]) => segment_covers(first, second) && covers(wide, narrow),
        _ => false,
    }
}

fn segment_covers(wide: &Segment, narrow: &Segment) -> bool {
    match (wide, narrow) {
        (Segment::Static(wide), Segment::Static(narrow)) => wide == narrow,
        (Segment::Param { prefix, .. }, Segment::Static(text)) => text.starts_with(prefix),
        (Segment::Param { prefix: wide, .. }, Segment::Param { prefix: narrow, .. }) => {
            narrow.starts_with(wide)
        }
        _ => false,
    }
}

fn overlaps(left: &[Segment], right: &[Segment]) -> bool {
    match (left, right) {
        ([Segment::Glob { .. }], _) | (_, [Segment::Glob { .. }]) | ([], []) => true,
        ([first, left @ ..], [second, right @ ..]) => {
            segments_overlap(first, second) && overlaps(left, right)
        }
        _ => false,
    }
}

fn segments_overlap(left: &Segment, right: &Segment) -> bool {
    match (left, right) {
        (Segment::Param { prefix: left, .. }, Segment::Param { prefix: right, .. }) => {
            left.starts_with(right) || right.starts_with(left)
        }
        (left, right) => segment_covers(left, right) || segment_covers(right, left),
    }
}
