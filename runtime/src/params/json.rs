//! The bytes of a JSON body come in, a tree within a budget goes out.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Budget, ParamsError};

pub(crate) fn decode(text: &[u8], budget: Budget) -> Result<Value, ParamsError> {
    let spent = Spent { budget, count: Cell::new(0), error: Cell::new(None) };
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let decoded = Node { spent: &spent, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    decoded.map_err(|error| spent.error.take().unwrap_or_else(|| ParamsError::Json(error.to_string())))
}

/// What decoding has used so far. Without it, a body of commas would take many times its size in memory.
struct Spent {
    budget: Budget,
    count: Cell<usize>,
    error: Cell<Option<ParamsError>>,
}

#[derive(Clone, Copy)]
struct Node<'a> {
    spent: &'a Spent,
    depth: usize,
}

impl Node<'_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth >= self.spent.budget.depth {
            return Err(self.over(ParamsError::TooDeep { limit: self.spent.budget.depth }));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn over<E: Error>(self, error: ParamsError) -> E {
        self.spent.error.set(Some(error));
        E::custom("over the budget")
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let count = self.spent.count.get() + 1;
        self.spent.count.set(count);
        if count > self.spent.budget.count {
            return Err(self.over(ParamsError::TooMany { limit: self.spent.budget.count }));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(value) = elements.next_element_seed(inner)? {
            list.push(value);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            map.insert(name, entries.next_value_seed(inner)?);
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BUDGET: Budget = Budget { count: 8, depth: 3 };

    #[test]
    fn every_kind_of_value_comes_through() {
        let text = r#"{"a": [1, -2, 1.5], "b": {"c": null, "d": true}, "e": "ü"}"#;
        let budget = Budget::default();
        let tree = json!({"a": [1, -2, 1.5], "b": {"c": null, "d": true}, "e": "ü"});
        assert_eq!(decode(text.as_bytes(), budget), Ok(tree));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let message = |text: &[u8]| decode(text, BUDGET).unwrap_err().to_string();
        assert_eq!(message(b"{\"a\":"), "the body is not JSON: EOF while parsing a value at line 1 column 5");
        assert_eq!(message(b"{} x"), "the body is not JSON: trailing characters at line 1 column 4");
        assert!(message(b"{\"a\":\"\xff\"}").starts_with("the body is not JSON: invalid unicode"));
    }

    #[test]
    fn count_and_depth_are_bounded() {
        assert!(decode(b"[1,2,3,4,5,6,7]", BUDGET).is_ok());
        assert_eq!(decode(b"[1,2,3,4,5,6,7,8]", BUDGET), Err(ParamsError::TooMany { limit: 8 }));
        assert!(decode(b"[[[1]]]", BUDGET).is_ok());
        assert_eq!(decode(b"[[[[1]]]]", BUDGET), Err(ParamsError::TooDeep { limit: 3 }));
        assert!(decode("[".repeat(1_000_000).as_bytes(), Budget::default()).is_err());
    }

    proptest::proptest! {
        #[test]
        fn anything_is_decoded_or_refused(text: Vec<u8>) {
            let _ = decode(&text, BUDGET);
        }
    }
}
