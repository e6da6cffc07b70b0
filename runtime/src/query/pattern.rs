//! Text that people search for comes in, a pattern of `like` that matches it and nothing else goes out.

/// The text with a backslash before each `%`, `_` and backslash, so that `like` and `ilike` take them for themselves.
///
/// A pattern that is pinned is bound, so that nothing in it is SQL; but what people type is no pattern, and one of a hundred
/// `%` costs time.
///
/// ```
/// use bennu::prelude::*;
/// use bennu::query::{Query, escape_like};
///
/// schema! { pub struct Video in "videos" { title: String } }
///
/// fn search(term: &str) -> Query<Video> {
///     let pattern = format!("%{}%", escape_like(term));
///     from!(v in Video, where: ilike(v.title, ^pattern))
/// }
///
/// assert_eq!(escape_like("100% a_b"), r"100\% a\_b");
/// ```
#[must_use]
pub fn escape_like(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
