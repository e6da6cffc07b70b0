//! A value from a client and the type asked for come in, the typed value or the name of what does not fit goes out.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use super::ParamsError;

/// Reads the value of the parameter called `name`.
pub(super) fn read<T: DeserializeOwned>(name: &str, value: &Value) -> Result<T, ParamsError> {
    T::deserialize(Lenient(value)).map_err(|error| error.named(name))
}

/// Reads all parameters as one value.
pub(super) fn read_all<T: DeserializeOwned>(params: &Map<String, Value>) -> Result<T, ParamsError> {
    T::deserialize(entries(params)).map_err(|error| error.named(""))
}

fn entries<'de>(
    map: &'de Map<String, Value>,
) -> MapDeserializer<'de, impl Iterator<Item = (&'de str, Entry<'de, &'de str>)>, Misfit> {
    MapDeserializer::new(map.iter().map(|(name, value)| (name.as_str(), Entry(name.as_str(), value))))
}

/// What is read where nothing was sent: an `Option` is nothing, any other type has to be there.
pub(super) fn read_missing<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Absent).ok()
}

struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Misfit> {
        Err(Misfit::custom("nothing was sent"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What did not fit, and where: the innermost name first.
#[derive(Debug)]
struct Misfit {
    path: Vec<String>,
    /// What is wrong; nothing where the innermost parameter is not there at all.
    reason: Option<String>,
}

impl Misfit {
    fn named(self, root: &str) -> ParamsError {
        let name = self.path.into_iter().rev().fold(root.to_owned(), |name, inner| {
            if name.is_empty() { inner } else { format!("{name}[{inner}]") }
        });
        match self.reason {
            Some(reason) => ParamsError::Type { name, reason },
            None => ParamsError::Missing(name),
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.as_deref().unwrap_or("missing"))
    }
}

impl std::error::Error for Misfit {}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self { path: Vec::new(), reason: Some(reason.to_string()) }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { path: vec![field.to_owned()], reason: None }
    }
}

/// A value whose text also passes for a number or a bool, since forms and queries know only text.
#[derive(Clone, Copy)]
struct Lenient<'de>(&'de Value);

impl<'de> Lenient<'de> {
    fn expected(self, what: &str) -> Misfit {
        match self.0 {
            Value::String(text) => Misfit::custom(format_args!("expected {what}, got `{text}`")),
            Value::Array(_) => Misfit::custom(format_args!("expected {what}, got a list")),
            Value::Object(_) => Misfit::custom(format_args!("expected {what}, got an object")),
            other => Misfit::custom(format_args!("expected {what}, got `{other}`")),
        }
    }

    fn visit<V: Visitor<'de>>(self, visitor: V, what: &str) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                (None, None) => visitor.visit_f64(number.as_f64().ok_or_else(|| self.expected(what))?),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(list) => visitor
                .visit_seq(SeqDeserializer::new(list.iter().enumerate().map(|(at, value)| Entry(at, value)))),
            Value::Object(map) => visitor.visit_map(entries(map)),
        }
    }
}

/// Reads text as the asked-for kind of number, and passes everything else on.
macro_rules! numbers {
    ($what:literal: $($method:ident $visit:ident $type:ty,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            match self.0 {
                Value::String(text) => match text.trim().parse::<$type>() {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => Err(self.expected($what)),
                },
                Value::Number(_) => self.visit(visitor, $what),
                _ => Err(self.expected($what)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Lenient<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.visit(visitor, "another value")
    }

    numbers! { "a whole number":
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_u128 visit_u128 u128,
    }
    numbers! { "a number": deserialize_f32 visit_f32 f32, deserialize_f64 visit_f64 f64, }

    /// As Ecto casts: `true` and `1`, `false` and `0`; `on` is what a checkbox without a value sends.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::String(text) if matches!(text.as_str(), "true" | "1" | "on") => visitor.visit_bool(true),
            Value::String(text) if matches!(text.as_str(), "false" | "0") => visitor.visit_bool(false),
            _ => Err(self.expected("true or false")),
        }
    }

    /// An empty field of a form is nothing.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            Value::String(text) if text.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    /// serde_json's map would take null for an empty one.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Object(_) => self.visit(visitor, "an object"),
            _ => Err(self.expected("an object")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.0.deserialize_enum(name, variants, visitor).map_err(Misfit::custom)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct struct identifier ignored_any
    }
}

/// An element of a list or object, which says its name when something in it does not fit.
struct Entry<'de, N>(N, &'de Value);

impl<'de, N: fmt::Display> IntoDeserializer<'de, Misfit> for Entry<'de, N> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Forwards to [`Lenient`] and puts the name on errors.
macro_rules! named {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Misfit> {
            Lenient(self.1).$method($($argument,)* visitor).map_err(|mut error| {
                error.path.push(self.0.to_string());
                error
            })
        }
    )*};
}

impl<'de, N: fmt::Display> Deserializer<'de> for Entry<'de, N> {
    type Error = Misfit;

    named! {
        deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_option() deserialize_map()
        deserialize_newtype_struct(name: &'static str)
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Post {
        title: String,
        likes: u32,
        #[serde(default)]
        public: bool,
        rating: Option<f64>,
        tags: Vec<i8>,
    }

    #[test]
    fn text_passes_for_numbers_and_bools() {
        let sent = json!({"title": "7", "likes": " 3 ", "public": "on", "rating": "", "tags": ["1", 2]});
        let post = Post { title: "7".into(), likes: 3, public: true, rating: None, tags: vec![1, 2] };
        assert_eq!(read("post", &sent), Ok(post));
    }

    #[test]
    fn an_error_names_the_innermost_parameter() {
        let error = |sent: Value| read::<Post>("post", &sent).unwrap_err().to_string();
        assert_eq!(
            error(json!({"title": "t", "likes": "-1", "tags": []})),
            "the parameter `post[likes]` does not fit: expected a whole number, got `-1`"
        );
        assert_eq!(
            error(json!({"title": "t", "likes": 1, "tags": ["1", "300"]})),
            "the parameter `post[tags][1]` does not fit: expected a whole number, got `300`"
        );
        assert_eq!(error(json!({"likes": 1, "tags": []})), "the parameter `post[title]` is missing");
        assert_eq!(
            error(json!({"title": ["t"], "likes": 1, "tags": []})),
            "the parameter `post[title]` does not fit: invalid type: sequence, expected a string"
        );
    }

    #[test]
    fn all_parameters_are_one_value() {
        let params = |sent: Value| sent.as_object().cloned().unwrap_or_default();
        let sent = params(json!({"title": "t", "likes": "3", "tags": [], "unknown": "x"}));
        assert_eq!(read_all::<Post>(&sent).unwrap().likes, 3);
        let error = |sent| read_all::<Post>(&params(sent)).unwrap_err().to_string();
        assert_eq!(error(json!({"title": "t", "tags": []})), "the parameter `likes` is missing");
        assert_eq!(
            error(json!({"title": "t", "likes": 1, "tags": ["1", "x"]})),
            "the parameter `tags[1]` does not fit: expected a whole number, got `x`"
        );
    }

    #[test]
    fn enums_and_plain_values_are_read() {
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Order {
            NewestFirst,
        }
        assert_eq!(read("order", &json!("newest_first")), Ok(Order::NewestFirst));
        assert!(read::<Order>("order", &json!("oldest_first")).is_err());
        assert_eq!(read("page", &json!("2")), Ok(Some(2_i64)));
        assert_eq!(
            read::<bool>("x", &json!("yes")).unwrap_err().to_string(),
            "the parameter `x` does not fit: expected true or false, got `yes`"
        );
    }
}
