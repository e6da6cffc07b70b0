//! A changeset comes in, what the inputs of a form need goes out: names, ids, values and errors.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::changeset::{Changeset, FieldError};
use crate::schema::{Column, FieldType, Schema};

/// A form over a changeset, as Phoenix's `to_form` makes it.
///
/// Parameters nest under the form's name, `message[body]`. Values come from what was typed, else from the changes, else
/// from the row. Errors show only when the changeset has an [action](Changeset::action): a form that nobody has sent yet
/// complains of nothing.
///
/// ```
/// use bennu::form::to_form;
/// use bennu::changeset::Action;
/// use bennu::{Changeset, Params};
///
/// bennu::schema! { pub struct Message in "messages" { body: String } }
///
/// let mut params = Params::new();
/// params.insert("body", "  ");
/// let changeset = Changeset::from(Message).cast(&params, Message::body).validate_required(Message::body);
/// assert!(to_form(&changeset).field(Message::body).errors().is_empty());
///
/// let changeset = changeset.with_action(Action::Insert);
/// let body = to_form(&changeset).field(Message::body);
/// assert_eq!((body.name(), body.id(), body.value()), ("message[body]", "message_body", "  "));
/// assert_eq!(body.errors(), ["can't be blank"]);
/// ```
#[derive(Clone, Debug)]
pub struct Form<'a, T: Schema> {
    name: Cow<'static, str>,
    changeset: &'a Changeset<T>,
}

/// The form of a changeset, named after its schema: `message` for `Message`.
#[must_use]
pub fn to_form<T: Schema>(changeset: &Changeset<T>) -> Form<'_, T> {
    Form::new(T::NAME, changeset)
}

impl<'a, T: Schema> Form<'a, T> {
    /// A form with a name of its own, which is also its id.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, changeset: &'a Changeset<T>) -> Self {
        Self { name: name.into(), changeset }
    }

    /// The name under which its parameters come: `conn.params("message")`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The changeset below it.
    pub fn changeset(&self) -> &'a Changeset<T> {
        self.changeset
    }

    /// All errors with the names of their fields; none before there is an action.
    #[must_use]
    pub fn errors(&self) -> &'a [(&'static str, FieldError)] {
        if self.changeset.action().is_some() { self.changeset.errors() } else { &[] }
    }

    /// Everything that an input for a column needs.
    #[must_use]
    pub fn field<F: FieldType>(&self, column: Column<T, F>) -> FormField {
        let name = column.name();
        let errors =
            self.errors().iter().filter(|(field, _)| *field == name).map(|(_, error)| error.to_string());
        FormField {
            id: format!("{}_{name}", self.name),
            name: format!("{}[{name}]", self.name),
            value: self.value(column.index()),
            errors: errors.collect(),
        }
    }

    fn value(&self, index: usize) -> String {
        match self.changeset.param(index) {
            None => self.changeset.value(index).to_text(),
            Some(Json::String(text)) => text.clone(),
            Some(Json::Null) => String::new(),
            Some(other) => other.to_string(),
        }
    }
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    id: String,
    name: String,
    value: String,
    errors: Vec<String>,
}

impl FormField {
    /// For `id` and for a label's `for`: `message_body`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// For `name`: `message[body]`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// For `value`, or for a textarea's content; empty where there is none.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What is wrong with it, for people, the newest error first; nothing before there is an action.
    #[must_use]
    pub fn errors(&self) -> &[String] {
        &self.errors
    }
}
