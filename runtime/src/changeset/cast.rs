//! Untrusted parameters come in, typed changes and "is invalid" go out.

use serde_json::Value as Json;

use super::{Changeset, FieldError};
use crate::Params;
use crate::schema::{CastError, Columns, Field, Schema, Value};

impl<T: Schema> Changeset<T> {
    /// Says which texts [`cast`](Self::cast) takes for empty from here on, in place of the empty one alone.
    ///
    /// ```
    /// use bennu::{Changeset, Params};
    ///
    /// bennu::schema! { pub struct User in "users" { name: String, bio: Option<String> } }
    ///
    /// let params = Params::from_urlencoded("name=Ann&bio=++")?;
    /// let blank = |text: &str| text.trim().is_empty();
    /// let changeset = Changeset::from(User).empty_values(blank).cast(&params, (User::name, User::bio));
    /// assert!(!changeset.changed(User::bio));
    /// # Ok::<(), bennu::Error>(())
    /// ```
    pub fn empty_values(mut self, is_empty: fn(&str) -> bool) -> Self {
        self.state.empty_values = EmptyValues(is_empty);
        self
    }

    /// Takes the permitted `columns` out of `params`, converts them to the columns' types and notes what differs from the row.
    ///
    /// Everything else in `params` is left alone. An empty string stands for the column's default, and for null where it has
    /// none; in a list it stands for nothing. What cannot be converted adds the error "is invalid" and changes nothing.
    ///
    /// ```
    /// use bennu::{Changeset, Params};
    ///
    /// bennu::schema! { pub struct Message in "messages" { author: String, likes: i64 = 0 } }
    ///
    /// let mut params = Params::new();
    /// params.insert("author", "Ann");
    /// params.insert("likes", "many");
    /// let changeset = Changeset::from(Message).cast(&params, (Message::author, Message::likes));
    /// assert_eq!(changeset.get_change(Message::author).as_deref(), Some("Ann"));
    /// assert_eq!(changeset.errors()[0].1.to_string(), "is invalid");
    /// ```
    pub fn cast(mut self, params: &Params, columns: impl Columns<T>) -> Self {
        let mut errors = Vec::new();
        for &index in columns.indexes().as_ref() {
            let field = &T::FIELDS[index];
            let Some(input) = params.get(field.name()) else { continue };
            match cast_field(field, input, self.state.empty_values) {
                Ok(value) => self.record(index, value),
                Err(error) => errors.push((field.name(), invalid(field, error))),
            }
        }
        self.state.params.get_or_insert_default().merge(params.clone());
        self.state.add_errors(errors);
        self
    }
}

/// Which texts of parameters stand for nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct EmptyValues(fn(&str) -> bool);

impl Default for EmptyValues {
    fn default() -> Self {
        Self(str::is_empty)
    }
}

impl PartialEq for EmptyValues {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.0, other.0)
    }
}

impl EmptyValues {
    fn has(self, input: &Json) -> bool {
        input.as_str().is_some_and(self.0)
    }
}

fn cast_field(field: &Field, input: &Json, empty: EmptyValues) -> Result<Value, CastError> {
    match input {
        Json::Null => Ok(Value::Null),
        text if empty.has(text) => Ok(field.default_value()),
        // A list of checkboxes sends an empty text too, so that it sends something when none is checked.
        Json::Array(elements) if elements.iter().any(|element| empty.has(element)) => {
            let filled = elements.iter().filter(|element| !empty.has(element)).cloned();
            field.cast(&Json::Array(filled.collect()))
        }
        _ => field.cast(input),
    }
}

fn invalid(field: &Field, error: CastError) -> FieldError {
    FieldError::new(error.into_message()).with("type", field.kind().as_str()).with("validation", "cast")
}
