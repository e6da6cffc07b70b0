//! A name and the type of a row come in, a name that queries made elsewhere know the row by goes out.

use std::fmt;
use std::marker::PhantomData;

/// The name of a query's row, for queries that go on from it and do not know its place: Ecto's `as: :comments`. The type is
/// the row's: `Comment`, or `Option<Comment>` behind a left join.
///
/// A join with a name is not part of the query's type, so that a query with it and one without are of the same.
///
/// ```
/// use bennu::prelude::*;
/// use bennu::query::{Named, Query};
///
/// schema! { pub struct Post in "posts" { title: String, has_many comments: Comment } }
/// schema! { pub struct Comment in "comments" { belongs_to post: Post, text: String } }
///
/// const COMMENTS: Named<Comment> = Named::new("comments");
///
/// fn with_comments(posts: Query<Post>) -> Query<Post> {
///     if posts.has_named_binding(COMMENTS) {
///         return posts;
///     }
///     from!(p in posts, join: c in p.comments, as: COMMENTS)
/// }
///
/// fn about(posts: Query<Post>, text: &str) -> Query<Post> {
///     from!([p, COMMENTS: c] in with_comments(posts), where: c.text == ^text or p.title == ^text)
/// }
///
/// let posts = about(about(from!(p in Post), "Rust"), "Ruby");
/// assert!(posts.has_named_binding(COMMENTS));
/// ```
pub struct Named<T> {
    name: &'static str,
    row: PhantomData<fn() -> T>,
}

impl<T> Named<T> {
    /// A name for a row of type `T`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, row: PhantomData }
    }

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<T> Clone for Named<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Named<T> {}

impl<T> fmt::Debug for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Named({})", self.name)
    }
}
