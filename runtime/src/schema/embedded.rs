//! A struct that lives inside of a row comes in, the document that a column keeps of it goes out, and back.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::documents::element;
use super::{Field, FieldType, Kind, LoadError, Row, RowSource, Schema, Type, Value, ValueRef};

/// A struct that lives inside of a row: `schema! { pub embedded struct Line { .. } }`, Ecto's `embedded_schema`.
///
/// A column keeps it as a JSON document: one (`embeds_one`), or several in their order (`embeds_many`). It has a key too, so that
/// forms and their parameters know which one is meant.
pub trait Embedded: Schema<Key = Uuid> + Type {}

/// What sort of value an embedded struct is.
pub(crate) const fn kind<T: Embedded>() -> Kind {
    let mut index = 0;
    while index < T::FIELDS.len() {
        // In a document they would be text, which they need not be.
        assert!(
            !matches!(T::FIELDS[index].kind(), Kind::Binary),
            "an embedded struct holds no bytes; use a `String`"
        );
        index += 1;
    }
    Kind::Map
}

/// The struct that a document was made of.
pub(crate) fn from_document<T: Embedded>(value: ValueRef<'_>) -> Result<T, LoadError> {
    let map = <Map<String, Json> as Type>::load(value)?;
    // What was stored before a field came to be has its default.
    let defaults = T::FIELDS.iter().map(Field::default_value).collect();
    <T as Schema>::load(&mut Row::whole(&Document { fields: T::FIELDS, map: &map, defaults }))
}

/// The document of a row whose values `read` knows.
pub(crate) fn document<T: Schema>(read: impl Fn(usize) -> Value) -> Value {
    let entries = T::FIELDS.iter().enumerate();
    let map: Map<_, _> =
        entries.map(|(index, field)| (field.name().to_owned(), read(index).to_json())).collect();
    Value::Json(Box::new(Json::Object(map)))
}

/// A document that is read like a row of the database.
struct Document<'a> {
    fields: &'static [Field],
    map: &'a Map<String, Json>,
    defaults: Vec<Value>,
}

impl RowSource for Document<'_> {
    fn value(&self, index: usize) -> Result<ValueRef<'_>, LoadError> {
        let Some(field) = self.fields.get(index) else { return Ok(ValueRef::Null) };
        Ok(match self.map.get(field.name()) {
            // One that has not been stored yet has no key.
            None | Some(Json::Null) if index == 0 => ValueRef::Uuid(Uuid::nil()),
            Some(stored) => element(field.kind(), stored),
            None => self.defaults[index].as_ref(),
        })
    }
}

/// What a column of embedded structs holds: one, perhaps none, or several.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not embedded",
    label = "this column holds no embedded structs",
    note = "declare it with `embeds_one` or `embeds_many`, and its type with `schema! {{ embedded struct Line {{ .. }} }}`"
)]
pub trait Embeds: FieldType {
    /// The struct.
    type Row: Embedded;

    /// Whether there may be several.
    const MANY: bool;

    /// Those that are there.
    fn into_rows(self) -> Vec<Self::Row>;
}

#[diagnostic::do_not_recommend]
impl<T: Embedded> Embeds for T {
    type Row = T;
    const MANY: bool = false;

    fn into_rows(self) -> Vec<T> {
        vec![self]
    }
}

#[diagnostic::do_not_recommend]
impl<T: Embedded> Embeds for Option<T> {
    type Row = T;
    const MANY: bool = false;

    fn into_rows(self) -> Vec<T> {
        self.into_iter().collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Embedded> Embeds for Vec<T> {
    type Row = T;
    const MANY: bool = true;

    fn into_rows(self) -> Vec<T> {
        self
    }
}

/// What becomes of embedded or associated rows that the parameters do not speak of any more: Ecto's `on_replace`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnReplace {
    /// The parameters are wrong: "is invalid". The default, so that nothing gets lost by mistake.
    #[default]
    MarkAsInvalid,
    /// They are deleted.
    Delete,
    /// The one that is there takes the new values, whatever its key; for one alone.
    Update,
    /// They stay, but refer to nothing any more; for `belongs_to`, `has_one` and `has_many`.
    Nilify,
}
