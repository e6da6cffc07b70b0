//! Pairs known at run time come in, an encoded query goes out.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Map, Value};

use super::param::{Param, Segment};
use super::serialize::Tree;
use crate::Params;

/// The place in a path where the pairs of a query are being written to.
#[derive(Debug)]
pub struct Query<'p> {
    out: &'p mut String,
}

impl<'p> Query<'p> {
    pub(super) fn new(out: &'p mut String) -> Self {
        Self { out }
    }

    /// Writes one pair, both sides encoded.
    pub fn push(&mut self, key: &str, value: &(impl Param + ?Sized)) {
        push_separator(self.out);
        let mut segment = Segment::new(self.out);
        segment.push_str(key);
        self.out.push('=');
        value.to_param(&mut Segment::new(self.out));
    }

    /// Writes a tree as Phoenix does: `tags[]=a`, `message[body]=hi`, and nothing for an empty list or map.
    fn push_tree(&mut self, key: &str, value: &Value) {
        match value {
            Value::Null => self.push(key, ""),
            Value::Bool(value) => self.push(key, value),
            Value::Number(value) => self.push(key, &value.to_string()),
            Value::String(value) => self.push(key, value),
            Value::Array(values) => {
                values.iter().for_each(|value| self.push_tree(&format!("{key}[]"), value))
            }
            Value::Object(map) => {
                map.iter().for_each(|(name, value)| self.push_tree(&format!("{key}[{name}]"), value));
            }
        }
    }
}

/// `?` in front of the first pair of a query, `&` in front of all others; what is encoded holds no `?`.
pub(super) fn push_separator(out: &mut String) {
    out.push(if out.contains('?') { '&' } else { '?' });
}

/// What `?{params}` in `path!` takes: pairs, maps, or [`Params`]; next to these, whatever serde serializes, as [`Nested`] has it.
///
/// ```
/// use bennu::path::{Path, Query, ToQuery};
///
/// struct Page {
///     number: u32,
///     sort: Option<&'static str>,
/// }
///
/// impl ToQuery for Page {
///     fn to_query(&self, query: &mut Query<'_>) {
///         query.push("page", &self.number);
///         if let Some(sort) = self.sort {
///             query.push("sort", sort);
///         }
///     }
/// }
///
/// let posts = Path::from_static("/posts");
/// assert_eq!(posts.clone().with_query(&Page { number: 2, sort: None }), "/posts?page=2");
/// assert_eq!(posts.with_query(&[("q", "a & b"), ("page", "2")]), "/posts?q=a%20%26%20b&page=2");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot fill the query of a path",
    label = "this is a `{Self}`",
    note = "write pairs (`[(\"page\", page)]`), a map or `Params`, or derive `serde::Serialize` for `{Self}`",
    note = "a single value has a key: `?page={{page}}`"
)]
pub trait ToQuery {
    /// Writes the pairs.
    fn to_query(&self, query: &mut Query<'_>);
}

impl<T: ToQuery + ?Sized> ToQuery for &T {
    fn to_query(&self, query: &mut Query<'_>) {
        (**self).to_query(query);
    }
}

impl<K: AsRef<str>, V: Param> ToQuery for [(K, V)] {
    fn to_query(&self, query: &mut Query<'_>) {
        self.iter().for_each(|(key, value)| query.push(key.as_ref(), value));
    }
}

impl<K: AsRef<str>, V: Param, const N: usize> ToQuery for [(K, V); N] {
    fn to_query(&self, query: &mut Query<'_>) {
        self.as_slice().to_query(query);
    }
}

impl<K: AsRef<str>, V: Param> ToQuery for Vec<(K, V)> {
    fn to_query(&self, query: &mut Query<'_>) {
        self.as_slice().to_query(query);
    }
}

impl<K: AsRef<str>, V: Param> ToQuery for BTreeMap<K, V> {
    fn to_query(&self, query: &mut Query<'_>) {
        self.iter().for_each(|(key, value)| query.push(key.as_ref(), value));
    }
}

/// In the order of the keys, so that one map always makes one path.
impl<K: AsRef<str>, V: Param, S> ToQuery for HashMap<K, V, S> {
    fn to_query(&self, query: &mut Query<'_>) {
        let mut pairs: Vec<(&str, &V)> = self.iter().map(|(key, value)| (key.as_ref(), value)).collect();
        pairs.sort_by_key(|(key, _)| *key);
        pairs.to_query(query);
    }
}

impl ToQuery for Map<String, Value> {
    fn to_query(&self, query: &mut Query<'_>) {
        self.iter().for_each(|(key, value)| query.push_tree(key, value));
    }
}

impl ToQuery for Params {
    fn to_query(&self, query: &mut Query<'_>) {
        self.iter().for_each(|(key, value)| query.push_tree(key, value));
    }
}

/// A struct, a map or a list of pairs that serde serializes, as a query: nested as forms are read (`filter[tags][]=a`), without
/// what is `None`. In `path!`, `?{params}` does so by itself.
///
/// ```
/// use bennu::path::{Nested, Path};
///
/// #[derive(serde::Serialize)]
/// struct Search {
///     q: &'static str,
///     page: Option<u32>,
///     filter: Filter,
/// }
///
/// #[derive(serde::Serialize)]
/// struct Filter {
///     tags: Vec<u8>,
/// }
///
/// let search = Search { q: "a b", page: None, filter: Filter { tags: vec![1, 2] } };
/// let path = Path::from_static("/posts").with_query(&Nested(&search));
/// assert_eq!(path, "/posts?q=a%20b&filter%5Btags%5D%5B%5D=1&filter%5Btags%5D%5B%5D=2");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Nested<T>(pub T);

/// Pairs as the body of a form has them: `a=1&b[c]=2`, encoded. Nothing where `form` cannot be written so.
pub(crate) fn form_body(form: &(impl Serialize + ?Sized)) -> Option<String> {
    let mut out = String::new();
    form.serialize(Tree::whole(&mut Query::new(&mut out), &mut String::new())).ok()?;
    Some(out.split_off(out.len().min(1)))
}

impl<T: Serialize> ToQuery for Nested<T> {
    fn to_query(&self, query: &mut Query<'_>) {
        if let Err(error) = self.0.serialize(Tree::whole(query, &mut String::new())) {
            tracing::error!(target: "bennu::path", "a query is left out, wholly or in part: {error}");
        }
    }
}
