//! What a client sent as query, form or JSON body, as one nested tree.

mod filter;
mod json;
mod typed;
mod urlencoded;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use filter::FilterParameters;
pub(crate) use json::decode as decode_json;
pub(crate) use urlencoded::percent_decode;

/// Untrusted parameters by name: strings from forms and queries, any JSON value from JSON bodies.
///
/// They reach a row only through a changeset. Names nest as in Plug: `message[body]=hi` is `body` inside of `message`,
/// `tags[]=a&tags[]=b` a list.
///
/// ```
/// use bennu::Params;
///
/// let params = Params::from_urlencoded("message[body]=hi&message[tags][]=a&message[tags][]=b")?;
/// let message: Params = params.require("message")?;
/// assert_eq!(message.str("body"), Some("hi"));
/// assert_eq!(message.require::<Vec<String>>("tags")?, ["a", "b"]);
/// # Ok::<(), bennu::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Params(Map<String, Value>);

/// How much parameters may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Values in all.
    pub(crate) count: usize,
    /// Levels of nesting.
    pub(crate) depth: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { count: 10_000, depth: 32 }
    }
}

/// Why parameters cannot be used; answered with 400.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParamsError {
    /// A percent sign without two hexadecimal digits behind it.
    Percent,
    /// Bytes that are not UTF-8.
    Utf8,
    /// More values than allowed.
    TooMany {
        /// How many are allowed.
        limit: usize,
    },
    /// Nested deeper than allowed.
    TooDeep {
        /// How many levels are allowed.
        limit: usize,
    },
    /// Not JSON.
    Json(String),
    /// A parameter that has to be there is not.
    Missing(String),
    /// A parameter is not of the type that is asked for.
    Type {
        /// Its name, nested ones in brackets.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

impl fmt::Display for ParamsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent => f.write_str("a percent sign is not followed by two hexadecimal digits"),
            Self::Utf8 => f.write_str("the parameters are not UTF-8"),
            Self::TooMany { limit } => write!(f, "there are more than {limit} parameters"),
            Self::TooDeep { limit } => write!(f, "the parameters nest deeper than {limit} levels"),
            Self::Json(reason) => write!(f, "the body is not JSON: {reason}"),
            Self::Missing(name) => write!(f, "the parameter `{name}` is missing"),
            Self::Type { name, reason } => write!(f, "the parameter `{name}` does not fit: {reason}"),
        }
    }
}

impl std::error::Error for ParamsError {}

/// What a parameter can be read as: [`Params`], text, numbers, lists, and every type that serde deserializes.
///
/// Forms and queries know only text, so text is read as a number or a bool where one of these is asked for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a parameter",
    note = "take text, a number, a bool, a list of them or `Params`; a type of your own derives `serde::Deserialize`"
)]
pub trait FromParams: Sized {
    /// Reads `value`, the parameter called `name`.
    ///
    /// # Errors
    /// [`ParamsError::Type`] names the parameter.
    fn from_params(name: &str, value: &Value) -> Result<Self, ParamsError>;

    /// What a parameter that is not there is read as; none where it has to be there.
    fn missing() -> Option<Self>;
}

impl<T: serde::de::DeserializeOwned> FromParams for T {
    fn from_params(name: &str, value: &Value) -> Result<Self, ParamsError> {
        typed::read(name, value)
    }

    fn missing() -> Option<Self> {
        typed::read_missing()
    }
}

impl Params {
    /// No parameters at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Decodes `a=1&b[c]=2&d[]=3`, as queries and forms have it.
    ///
    /// # Errors
    /// [`ParamsError`] for a broken percent-encoding, bytes that are not UTF-8, more than 10,000 values or 32 levels.
    pub fn from_urlencoded(text: &str) -> Result<Self, ParamsError> {
        urlencoded::decode(text.as_bytes(), Budget::default()).map(Self)
    }

    pub(crate) fn urlencoded(text: &[u8], budget: Budget) -> Result<Self, ParamsError> {
        urlencoded::decode(text, budget).map(Self)
    }

    /// Puts `value` where its name says (`a[b][]`), by the rules of forms.
    pub(crate) fn put_nested(&mut self, name: &str, value: Value, budget: Budget) -> Result<(), ParamsError> {
        urlencoded::put(&mut self.0, name, value, budget)
    }

    /// A JSON body. What is not an object stands under `_json`, as in Plug; an empty body is no parameters.
    pub(crate) fn json(text: &[u8], budget: Budget) -> Result<Self, ParamsError> {
        if text.trim_ascii().is_empty() {
            return Ok(Self::new());
        }
        Ok(match json::decode(text, budget)? {
            Value::Object(map) => Self(map),
            other => Self(Map::from_iter([("_json".to_owned(), other)])),
        })
    }

    /// The value under `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text under `name`, where it is text.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The value under `name`, read as a `T`. An `Option` is nothing where it is missing.
    ///
    /// # Errors
    /// [`ParamsError`], answered with 400, where it is missing or of another type.
    pub fn require<T: FromParams>(&self, name: &str) -> Result<T, ParamsError> {
        match self.get(name) {
            Some(value) => T::from_params(name, value),
            None => T::missing().ok_or_else(|| ParamsError::Missing(name.to_owned())),
        }
    }

    /// All of them as one value, such as a struct that derives `serde::Deserialize`: a field that is an `Option` or has a default
    /// may be missing, and text is read as the number or the bool that a field asks for.
    ///
    /// # Errors
    /// [`ParamsError`], answered with 400, which names the first parameter that is missing or of another type.
    ///
    /// ```
    /// use bennu::{Conn, Result};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Search {
    ///     term: String,
    ///     page: Option<u32>,
    /// }
    ///
    /// async fn index(conn: &mut Conn<()>) -> Result {
    ///     let Search { term, page } = conn.query_params().deserialize()?;
    ///     conn.text(format!("page {} of {term}", page.unwrap_or(1)))
    /// }
    /// ```
    pub fn deserialize<T: serde::de::DeserializeOwned>(&self) -> Result<T, ParamsError> {
        typed::read_all(&self.0)
    }

    /// Puts `value` under `name`, in place of what was there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(name.into(), value.into());
    }

    /// Turns empty texts and texts of white space under `name`, and in all that is inside of it, into nothing; returns whether there
    /// is such a parameter.
    ///
    /// ```
    /// use bennu::Params;
    ///
    /// let mut params = Params::from_urlencoded("user[name]=&user[age]=+7")?;
    /// assert!(params.scrub("user"));
    /// let user: Params = params.require("user")?;
    /// assert_eq!((user.str("name"), user.str("age")), (None, Some(" 7")));
    /// # Ok::<(), bennu::Error>(())
    /// ```
    pub fn scrub(&mut self, name: &str) -> bool {
        self.0.get_mut(name).map(scrub).is_some()
    }

    /// Puts in all of `other`, in place of what has the same name.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// All names with their values, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tree itself.
    #[must_use]
    pub fn into_map(self) -> Map<String, Value> {
        self.0
    }
}

fn scrub(value: &mut Value) {
    match value {
        Value::String(text) if text.trim().is_empty() => *value = Value::Null,
        Value::Array(list) => list.iter_mut().for_each(scrub),
        Value::Object(map) => map.values_mut().for_each(scrub),
        _ => {}
    }
}

/// As JSON.
impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_string(&self.0).map_err(|_| fmt::Error)?;
        f.write_str(&json)
    }
}

/// `Params::from([("title", "Hello"), ("body", "World")])`, for seeds and tests.
impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Params {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Params {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl From<Map<String, Value>> for Params {
    fn from(map: Map<String, Value>) -> Self {
        Self(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_of_another_type_is_named() {
        let params = Params::from_urlencoded("user[age]=old&user[name]=Ana").unwrap();
        assert_eq!(
            params.require::<Params>("post").unwrap_err().to_string(),
            "the parameter `post` is missing"
        );
        let user: Params = params.require("user").unwrap();
        assert_eq!(
            user.require::<i64>("age").unwrap_err().to_string(),
            "the parameter `age` does not fit: expected a whole number, got `old`"
        );
        assert!(user.require::<Params>("name").is_err());
        let params = Params::from(Map::from_iter([("user".to_owned(), Value::Null)]));
        assert_eq!(
            params.require::<Params>("user").unwrap_err().to_string(),
            "the parameter `user` does not fit: expected an object, got `null`"
        );
    }

    #[test]
    fn an_option_may_be_missing_or_empty() {
        let params = Params::from_urlencoded("page=2&size=").unwrap();
        assert_eq!(params.require("page"), Ok(Some(2)));
        assert_eq!(params.require("size"), Ok(None::<i64>));
        assert_eq!(params.require("sort"), Ok(None::<String>));
    }

    #[test]
    fn json_bodies_that_are_no_objects_have_a_name() {
        let budget = Budget::default();
        assert_eq!(Params::json(b"[1]", budget).unwrap().get("_json"), Some(&serde_json::json!([1])));
        assert!(Params::json(b" \n", budget).unwrap().is_empty());
    }
}
