//! Verified paths: values come in, a percent-encoded path with query and fragment goes out.
#![doc = "\n"]
#![doc = include_str!("../../docs/path.md")]

mod base;
mod encode;
#[doc(hidden)]
pub mod fill;
mod param;
mod query;
mod serialize;
mod writer;

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

pub use self::base::Base;
pub use self::param::{Fills, Param, Segment};
pub(crate) use self::query::form_body;
pub use self::query::{Nested, Query, ToQuery};
#[doc(hidden)]
pub use self::writer::Writer;

/// Room for what values add to the text of a path, in bytes.
const MIN_SPARE: usize = 24;

/// A path within the application, as in `/messages/7?page=2#top`: percent-encoded and ready for a link or a redirect.
///
/// `path!` makes them, checked against the router.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Cow<'static, str>);

impl Path {
    /// A path that nobody checks against a router and that is already encoded.
    ///
    /// ```
    /// const HOME: bennu::path::Path = bennu::path::Path::from_static("/");
    /// assert_eq!(HOME, "/");
    /// ```
    #[must_use]
    pub const fn from_static(path: &'static str) -> Self {
        Self(Cow::Borrowed(path))
    }

    /// The path that stands for the content of a static file: `/assets/app-0123….css` for `/assets/app.css`, where
    /// [`StaticFiles::digest`](crate::endpoint::StaticFiles::digest) has made one and the endpoint serves it. `path!` does this by
    /// itself where it finds a file.
    #[must_use]
    pub fn digested(self) -> Self {
        let (file, behind) = self.0.split_at(self.0.find(['?', '#']).unwrap_or(self.0.len()));
        match crate::endpoint::digested(file) {
            Some(digested) if behind.is_empty() => Self::from_static(digested),
            Some(digested) => Self(Cow::Owned(format!("{digested}{behind}"))),
            None => self,
        }
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This path with one more segment. Nobody checks the result against a router.
    #[must_use]
    pub fn join(self, param: &(impl Param + ?Sized)) -> Self {
        let mut path = self.0.into_owned();
        if !path.ends_with('/') {
            path.push('/');
        }
        param.to_param(&mut Segment::new(&mut path));
        Self(Cow::Owned(path))
    }

    /// This path with pairs added to its query, which it keeps.
    #[must_use]
    pub fn with_query(self, pairs: &(impl ToQuery + ?Sized)) -> Self {
        let mut path = self.0.into_owned();
        pairs.to_query(&mut Query::new(&mut path));
        Self(Cow::Owned(path))
    }

    pub(crate) fn from_string(path: String) -> Self {
        Self(Cow::Owned(path))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Path {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Deref for Path {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.0.into_owned()
    }
}

impl From<Path> for Cow<'static, str> {
    fn from(path: Path) -> Self {
        path.0
    }
}

impl PartialEq<str> for Path {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Path {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<Path> for str {
    fn eq(&self, other: &Path) -> bool {
        other == self
    }
}

impl PartialEq<Path> for &str {
    fn eq(&self, other: &Path) -> bool {
        other == self
    }
}
