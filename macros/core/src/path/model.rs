//! A path as it was written, taken apart: segments, query and fragment, with the holes that values fill.

use proc_macro2::Span;
use syn::Expr;

/// A whole path.
pub(super) struct Path {
    /// As the user wrote it, for messages.
    pub(super) text: String,
    /// Whether the user wrote it as one string, of which rustc can underline only the whole.
    pub(super) is_literal: bool,
    pub(super) span: Span,
    pub(super) segments: Vec<Segment>,
    pub(super) query: Vec<Pair>,
    pub(super) fragment: Option<Vec<Part>>,
    /// Whether it names a static file, which may have another name with a digest in it.
    pub(super) is_file: bool,
}

/// What stands between two slashes.
pub(super) struct Segment {
    /// The text in front of the hole, or all of it.
    pub(super) prefix: String,
    pub(super) hole: Option<Hole>,
    pub(super) place: Place,
}

/// A part of the query between two `&`.
pub(super) enum Pair {
    /// `page={page}`, or `admin=true`
    Parts(Vec<Part>),
    /// `{params}`: pairs that are known at run time.
    Spread(Hole),
}

/// Text and holes in turn.
pub(super) enum Part {
    Text(String),
    Hole(Hole),
}

/// `{post.id}`, or `{rest..}`
#[derive(Clone)]
pub(super) struct Hole {
    pub(super) value: Box<Expr>,
    /// Whether it takes many segments.
    pub(super) is_rest: bool,
    /// The type that the routes declare for it.
    pub(super) declared: Option<String>,
    pub(super) place: Place,
}

/// Where in [`Path::text`] something stands, in bytes, and where in the source.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) span: Span,
}

impl Path {
    /// What stands at `place`, as the user wrote it.
    pub(super) fn written(&self, place: Place) -> &str {
        self.text.get(place.start..place.end).unwrap_or_default()
    }
}

impl Segment {
    /// Whether a value for many segments stands here.
    pub(super) fn is_rest(&self) -> bool {
        self.hole.as_ref().is_some_and(|hole| hole.is_rest)
    }
}
