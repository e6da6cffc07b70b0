//! What can stand behind a form comes in: changesets, rows, parameters; values, errors and keys by field names go out.

use std::any::Any;

use serde_json::Value as Json;

use super::validations;
use crate::changeset::{Action, FieldError, Meta};
use crate::schema::{Assoc, Column, Field, Generated, Relation, Schema, Table, Value};
use crate::{Changeset, Params};

/// What a form can be made from: Phoenix's `Phoenix.HTML.FormData`.
///
/// Changesets, rows and parameters are; a type of your own says what its fields hold:
///
/// ```
/// use bennu::form::{FormData, to_form};
/// use bennu::serde_json::{Value, json};
///
/// struct Search { words: String, pages: u32 }
///
/// impl FormData for Search {
///     type Fields = Self;
///
///     fn name(&self) -> &str {
///         "search"
///     }
///
///     fn value(&self, field: &str) -> Value {
///         match field {
///             "words" => json!(self.words),
///             "pages" => json!(self.pages),
///             _ => Value::Null,
///         }
///     }
/// }
///
/// let search = Search { words: "rust".into(), pages: 2 };
/// let pages = to_form(&search).field("pages");
/// assert_eq!((pages.name(), pages.value()), ("search[pages]", "2"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a form can be made from",
    label = "neither a changeset nor parameters",
    note = "forms are made from a `Changeset`, a row of a `schema!`, `Params`, or a type that implements `bennu::form::FormData`"
)]
pub trait FormData: Send + Sync {
    /// Whose columns name the fields: the row of a changeset. `Self`, for instance, where names are all there is.
    type Fields;

    /// The form's name where the program gives it none; nothing for parameters at top level.
    fn name(&self) -> &str {
        ""
    }

    /// What the input of a field shows: a text, a number or a bool, several of them, or null.
    fn value(&self, field: &str) -> Json;

    /// What was sent, as it came: tells which inputs people have used.
    fn params(&self) -> Option<&Params> {
        None
    }

    /// What is wrong, by field, whether it is time to show it or not.
    fn errors(&self) -> &[(&'static str, FieldError)] {
        &[]
    }

    /// What the data are for; without it, no errors show.
    fn action(&self) -> Option<Action> {
        None
    }

    /// The changesets of what is embedded in a field or belongs to it, where it was cast or put;
    /// [`Form::nested`](super::Form::nested) asks.
    #[doc(hidden)]
    fn children(&self, _field: &str) -> Option<Vec<&dyn Any>> {
        None
    }

    /// The row that the data are or would change; none of a new one.
    fn row(&self) -> Option<&Self::Fields> {
        None
    }

    /// The names and values of the key's fields, where the data are stored already.
    fn key(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The rules that browsers can check, as attributes of an input: `maxlength`, `required` and the like; see
    /// [`FormField::validations`](super::FormField::validations).
    fn validations(&self, _field: &str) -> Vec<(&'static str, Meta)> {
        Vec::new()
    }
}

impl FormData for Params {
    type Fields = Self;

    fn value(&self, field: &str) -> Json {
        self.get(field).cloned().unwrap_or_default()
    }

    fn params(&self) -> Option<&Params> {
        Some(self)
    }
}

impl<T: Schema> FormData for T {
    type Fields = T;

    fn name(&self) -> &str {
        T::NAME
    }

    fn value(&self, field: &str) -> Json {
        position::<T>(field).map_or(Json::Null, |index| shown(&self.dump(index)))
    }

    fn row(&self) -> Option<&T> {
        Some(self)
    }

    fn key(&self) -> Vec<(&'static str, String)> {
        let parts = T::KEY.iter().map(|index| (&T::FIELDS[*index], self.dump(*index)));
        let parts: Vec<_> = parts.filter(|(field, value)| !is_open(field, value)).collect();
        let is_stored = parts.len() == T::KEY.len();
        parts
            .into_iter()
            .filter(|_| is_stored)
            .map(|(field, value)| (field.name(), value.to_text()))
            .collect()
    }
}

/// Whether a part of a key is yet to be given.
fn is_open(field: &Field, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Integer(number) => *number == 0 && field.generated() == Generated::Key,
        Value::Uuid(uuid) => uuid.is_nil(),
        _ => false,
    }
}

/// A new row: `to_form(&Message)`.
impl<T: Schema> FormData for Table<T> {
    type Fields = T;

    fn name(&self) -> &str {
        T::NAME
    }

    fn value(&self, field: &str) -> Json {
        position::<T>(field).map_or(Json::Null, |index| shown(&T::FIELDS[index].default_value()))
    }
}

impl<T: Schema> FormData for Changeset<T> {
    type Fields = T;

    fn name(&self) -> &str {
        T::NAME
    }

    /// The change, else what was sent, else what the row has.
    fn value(&self, field: &str) -> Json {
        let index = position::<T>(field);
        let sent = || self.params().and_then(|params| params.get(field)).cloned();
        match index {
            Some(index) if self.changed_at(index) => shown(&self.value(index)),
            Some(index) => sent().unwrap_or_else(|| shown(&self.value(index))),
            None => sent().unwrap_or_default(),
        }
    }

    fn params(&self) -> Option<&Params> {
        self.params()
    }

    fn errors(&self) -> &[(&'static str, FieldError)] {
        self.errors()
    }

    fn action(&self) -> Option<Action> {
        self.action()
    }

    fn row(&self) -> Option<&T> {
        self.row()
    }

    fn children(&self, field: &str) -> Option<Vec<&dyn Any>> {
        let embedded = || Some(self.nested_at(position::<T>(field)?)?.children().collect());
        self.related_in(field).or_else(embedded)
    }

    fn key(&self) -> Vec<(&'static str, String)> {
        self.row().map(FormData::key).unwrap_or_default()
    }

    fn validations(&self, field: &str) -> Vec<(&'static str, Meta)> {
        position::<T>(field).map(|index| validations::attributes(self, index)).unwrap_or_default()
    }
}

fn position<T: Schema>(field: &str) -> Option<usize> {
    T::FIELDS.iter().position(|known| known.name() == field)
}

/// A value as an input shows it.
fn shown(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Array(_) | Value::Json(_) => value.to_json(),
        scalar => Json::String(scalar.to_text()),
    }
}

/// What names a field of a form over `T`: a column of the row, or a text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no field of a form over `{T}`",
    label = "not a column of `{T}`",
    note = "name a column, `form.field(Message::body)`, or write the name, `form.field(\"body\")`"
)]
pub trait FieldName<T> {
    /// The name as it stands in parameters.
    fn field_name(&self) -> &str;
}

impl<T: Schema, F> FieldName<T> for Column<T, F> {
    fn field_name(&self) -> &str {
        self.name()
    }
}

/// The errors of an association stand under its name: "can't be blank" where there must be one.
impl<T: Schema, R: Relation> FieldName<T> for Assoc<T, R> {
    fn field_name(&self) -> &str {
        self.name()
    }
}

impl<T> FieldName<T> for &str {
    fn field_name(&self) -> &str {
        self
    }
}
