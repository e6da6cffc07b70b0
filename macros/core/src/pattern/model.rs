//! A route path as segments; prints as it was written.

use std::fmt;

/// One part of a route path between slashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// `messages`: exactly this text.
    Static(String),
    /// `{id}`, `{id: i64}` or `v{version}`: any one segment that begins with `prefix`, captured from there.
    Param {
        /// The text before the brace, empty in most routes.
        prefix: String,
        /// The name in braces.
        name: String,
        /// The type behind the name, where the route declares one: `i64` in `{id: i64}`.
        declared: Option<String>,
    },
    /// `{*rest}`: all segments that remain, none included.
    Glob {
        /// The name behind the star.
        name: String,
    },
}

impl Segment {
    /// The name of what this segment captures.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Static(_) => None,
            Self::Param { name, .. } | Self::Glob { name } => Some(name),
        }
    }

    /// The type that the route declares for what is captured, as it was written.
    #[must_use]
    pub fn declared(&self) -> Option<&str> {
        match self {
            Self::Param { declared, .. } => declared.as_deref(),
            Self::Static(_) | Self::Glob { .. } => None,
        }
    }

    /// Whether this is `{*rest}`.
    #[must_use]
    pub fn is_glob(&self) -> bool {
        matches!(self, Self::Glob { .. })
    }
}

/// A route path. The root `/` has no segments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pattern {
    pub(super) segments: Vec<Segment>,
}

impl Pattern {
    /// The segments from left to right.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The names of what is captured, from left to right.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::name)
    }

    /// The same path with all that may follow it: `/jobs/{*rest}`.
    #[must_use]
    pub fn with_rest(&self) -> Self {
        let mut segments = self.segments.clone();
        segments.push(Segment::Glob { name: "rest".to_owned() });
        Self { segments }
    }

    /// The paths of a scope with the paths of a route inside it.
    #[must_use]
    pub fn join(&self, inner: &Self) -> Self {
        Self { segments: self.segments.iter().chain(&inner.segments).cloned().collect() }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Static(text) => f.write_str(text),
            Self::Param { prefix, name, declared: None } => write!(f, "{prefix}{{{name}}}"),
            Self::Param { prefix, name, declared: Some(declared) } => {
                write!(f, "{prefix}{{{name}: {declared}}}")
            }
            Self::Glob { name } => write!(f, "{{*{name}}}"),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            return f.write_str("/");
        }
        self.segments.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}
