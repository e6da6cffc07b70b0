//! Documents and arrays come in, how each is cast, stored and read goes out.

use serde_json::{Map, Value as Json};

use super::{CastError, Kind, LoadError, Type, Value, ValueRef, cast};

#[diagnostic::do_not_recommend]
impl Type for Json {
    const KIND: Kind = Kind::Map;

    fn cast(input: &Json) -> Result<Self, CastError> {
        cast::document(input).cloned()
    }

    fn dump(&self) -> Value {
        Value::Json(Box::new(self.clone()))
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match value {
            ValueRef::Json(document) => Ok(document.clone()),
            ValueRef::Text(text) => serde_json::from_str(text).map_err(|_| LoadError::new("JSON", value)),
            _ => Err(LoadError::new("a document", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Type for Map<String, Json> {
    const KIND: Kind = Kind::Map;

    fn cast(input: &Json) -> Result<Self, CastError> {
        cast::document(input)?.as_object().cloned().ok_or_else(CastError::default)
    }

    fn dump(&self) -> Value {
        Value::Json(Box::new(Json::Object(self.clone())))
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match Json::load(value.clone())? {
            Json::Object(map) => Ok(map),
            _ => Err(LoadError::new("an object", value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Type> Type for Vec<T> {
    const KIND: Kind = {
        // In a document they would be text, which they need not be.
        assert!(!matches!(T::KIND, Kind::Binary), "there are no arrays of bytes; use an array of `String`");
        Kind::Array(&T::KIND)
    };

    fn cast(input: &Json) -> Result<Self, CastError> {
        let Json::Array(elements) = input else { return Err(CastError::default()) };
        let cast = |element: &Json| T::cast(element).map_err(|_| CastError::default());
        elements.iter().map(cast).collect()
    }

    fn dump(&self) -> Value {
        Value::Array(self.iter().map(T::dump).collect())
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        match &value {
            ValueRef::Array(elements) => elements.iter().map(|element| T::load(element.as_ref())).collect(),
            ValueRef::Text(_) | ValueRef::Json(_) => match Json::load(value.clone())? {
                Json::Array(elements) => elements.iter().map(load_element).collect(),
                _ => Err(LoadError::new("an array", value)),
            },
            _ => Err(LoadError::new("an array", value)),
        }
    }
}

/// What [`Value::to_json`] made of an element is read again.
fn load_element<T: Type>(stored: &Json) -> Result<T, LoadError> {
    T::load(element(T::KIND, stored))
}

/// A value of `kind` within a document.
pub(super) fn element(kind: Kind, element: &Json) -> ValueRef<'_> {
    if matches!(kind, Kind::Map) && !element.is_null() {
        return ValueRef::Json(element);
    }
    match element {
        Json::Null => ValueRef::Null,
        Json::Bool(value) => ValueRef::Boolean(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => ValueRef::Integer(integer),
            (None, Some(float)) => ValueRef::Float(float),
            (None, None) => ValueRef::Json(element),
        },
        Json::String(text) => ValueRef::Text(text),
        Json::Array(_) | Json::Object(_) => ValueRef::Json(element),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Through what the database keeps: JSON text for documents and arrays.
    #[track_caller]
    fn survives<T: Type>(value: T) {
        let (dumped, text) = (value.dump(), value.dump().to_text());
        assert_eq!(T::load(dumped.as_ref()).as_ref(), Ok(&value));
        assert_eq!(T::load(ValueRef::Text(&text)).as_ref(), Ok(&value), "{text}");
    }

    #[test]
    fn documents_and_arrays_are_read_as_they_were_stored() {
        survives(json!({"a": [1, null, "2"]}));
        survives(json!("text"));
        survives(Map::from_iter([("a".to_owned(), json!(1.5))]));
        survives(vec!["a".to_owned(), "\"".to_owned()]);
        survives(vec![1_i64, -2]);
        survives(vec![1.0_f64, 0.1]);
        survives(vec![vec![true], vec![]]);
        survives(vec![json!("text"), json!(["x"]), json!(1)]);
        survives(vec!["1.50".parse::<rust_decimal::Decimal>().expect("a number")]);
        survives(vec![time::macros::date!(2026 - 11 - 20)]);
    }

    #[test]
    fn what_is_no_list_is_invalid() {
        assert_eq!(Vec::<i64>::cast(&json!(["1", 2])), Ok(vec![1, 2]));
        for wrong in [json!("1"), json!({"0": 1}), json!(["one"]), json!([null])] {
            assert_eq!(Vec::<i64>::cast(&wrong), Err(CastError::default()), "{wrong}");
        }
        assert_eq!(Map::cast(&json!([])), Err(CastError::default()));
        assert!(Vec::<i64>::load(ValueRef::Text("{}")).is_err());
        assert!(Json::load(ValueRef::Text("{")).is_err());
    }
}
