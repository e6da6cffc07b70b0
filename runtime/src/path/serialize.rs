//! A value that serde can write comes in, the pairs of a query go out, nested as Plug reads them: `filter[tags][]=a`.

use std::fmt;

use serde::ser::{self, Serialize, Serializer};
use serde_json::Value;

use super::query::Query;

/// Why a value is no query.
#[derive(Debug)]
pub(super) struct NoPairs(String);

impl fmt::Display for NoPairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoPairs {}

impl ser::Error for NoPairs {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// It is the whole: a struct, a map, or a list of pairs.
    Whole,
    /// It is an element of the whole, which is a list: a key and a value.
    Pair,
    /// It stands under the key.
    Value,
}

/// Writes one value.
pub(super) struct Tree<'t, 'p> {
    query: &'t mut Query<'p>,
    key: &'t mut String,
    place: Place,
}

impl<'t, 'p> Tree<'t, 'p> {
    /// For a whole query; `key` is an empty buffer.
    pub(super) fn whole(query: &'t mut Query<'p>, key: &'t mut String) -> Self {
        Self { query, key, place: Place::Whole }
    }

    fn write(self, text: impl super::Param) -> Result<(), NoPairs> {
        if self.place != Place::Value {
            return Err(NoPairs("a single value has no key".into()));
        }
        self.query.push(self.key, &text);
        Ok(())
    }

    fn children(self) -> Children<'t, 'p> {
        let length = self.key.len();
        Children { query: self.query, key: self.key, place: self.place, length, is_first: true }
    }

    /// What stands under the name of a variant.
    fn variant(self, variant: &str) -> Children<'t, 'p> {
        let mut children = self.children();
        children.push_name(variant);
        children.place = Place::Value;
        children.length = children.key.len();
        children
    }
}

/// Writes what a value consists of.
pub(super) struct Children<'t, 'p> {
    query: &'t mut Query<'p>,
    key: &'t mut String,
    place: Place,
    /// How much of `key` belongs to the value itself.
    length: usize,
    is_first: bool,
}

impl Children<'_, '_> {
    /// `name`, or `[name]` under a key.
    fn push_name(&mut self, name: &str) {
        self.key.truncate(self.length);
        if self.key.is_empty() {
            self.key.push_str(name);
        } else {
            self.key.extend(["[", name, "]"]);
        }
    }

    fn write<T: Serialize + ?Sized>(&mut self, value: &T, place: Place) -> Result<(), NoPairs> {
        value.serialize(Tree { query: self.query, key: self.key, place })
    }

    fn named<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), NoPairs> {
        self.push_name(name);
        self.write(value, Place::Value)
    }

    /// The next one without a name.
    fn next<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoPairs> {
        match (self.place, self.is_first) {
            (Place::Whole, _) => self.write(value, Place::Pair),
            (Place::Pair, true) => {
                self.is_first = false;
                let key = key_text(value)?;
                self.push_name(&key);
                Ok(())
            }
            (Place::Pair, false) => self.write(value, Place::Value),
            (Place::Value, _) => {
                self.key.truncate(self.length);
                self.key.push_str("[]");
                self.write(value, Place::Value)
            }
        }
    }
}

/// What a key says, where it is text or a number.
fn key_text<T: Serialize + ?Sized>(key: &T) -> Result<String, NoPairs> {
    match serde_json::to_value(key).map_err(ser::Error::custom)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(value) => Ok(value.to_string()),
        _ => Err(NoPairs("a key is neither text nor a number".into())),
    }
}

macro_rules! written_as_it_is {
    ($($function:ident: $type:ty),+) => {$(
        fn $function(self, value: $type) -> Result<(), NoPairs> {
            self.write(value)
        }
    )+};
}

impl<'t, 'p> Serializer for Tree<'t, 'p> {
    type Ok = ();
    type Error = NoPairs;
    type SerializeSeq = Children<'t, 'p>;
    type SerializeTuple = Children<'t, 'p>;
    type SerializeTupleStruct = Children<'t, 'p>;
    type SerializeTupleVariant = Children<'t, 'p>;
    type SerializeMap = Children<'t, 'p>;
    type SerializeStruct = Children<'t, 'p>;
    type SerializeStructVariant = Children<'t, 'p>;

    written_as_it_is!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128, serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str
    );

    fn serialize_bytes(self, value: &[u8]) -> Result<(), NoPairs> {
        self.collect_seq(value)
    }

    /// What is not there is left out, so that it is read as an `Option` again.
    fn serialize_none(self) -> Result<(), NoPairs> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NoPairs> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NoPairs> {
        if self.place == Place::Whole { Ok(()) } else { self.write("") }
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NoPairs> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NoPairs> {
        self.write(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NoPairs> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NoPairs> {
        self.children().named(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Children<'t, 'p>, NoPairs> {
        Ok(self.children())
    }

    fn serialize_tuple(self, length: usize) -> Result<Children<'t, 'p>, NoPairs> {
        if self.place == Place::Pair && length != 2 {
            return Err(NoPairs("a pair has a key and a value".into()));
        }
        Ok(self.children())
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Children<'t, 'p>, NoPairs> {
        self.serialize_tuple(length)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Children<'t, 'p>, NoPairs> {
        Ok(self.variant(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Children<'t, 'p>, NoPairs> {
        Ok(self.children())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Children<'t, 'p>, NoPairs> {
        Ok(self.children())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Children<'t, 'p>, NoPairs> {
        Ok(self.variant(variant))
    }
}

macro_rules! without_names {
    ($($kind:ident::$function:ident),+) => {$(
        impl ser::$kind for Children<'_, '_> {
            type Ok = ();
            type Error = NoPairs;

            fn $function<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoPairs> {
                self.next(value)
            }

            fn end(self) -> Result<(), NoPairs> {
                self.key.truncate(self.length);
                Ok(())
            }
        }
    )+};
}

without_names!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

macro_rules! with_names {
    ($($kind:ident),+) => {$(
        impl ser::$kind for Children<'_, '_> {
            type Ok = ();
            type Error = NoPairs;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NoPairs> {
                self.named(name, value)
            }

            fn end(self) -> Result<(), NoPairs> {
                self.key.truncate(self.length);
                Ok(())
            }
        }
    )+};
}

with_names!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Children<'_, '_> {
    type Ok = ();
    type Error = NoPairs;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoPairs> {
        let key = key_text(key)?;
        self.push_name(&key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoPairs> {
        self.write(value, Place::Value)
    }

    fn end(self) -> Result<(), NoPairs> {
        self.key.truncate(self.length);
        Ok(())
    }
}
