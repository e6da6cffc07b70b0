//! A changeset or parameters come in, what the inputs of a form need goes out: names, ids, values and errors.
//!
#![doc = include_str!("../../docs/form.md")]

mod data;
mod field;
mod nested;
mod options;
mod several;
mod translate;
mod validations;

use std::fmt;
use std::sync::Arc;

pub use data::{FieldName, FormData};
pub use field::{FormField, normalize_value};
pub use nested::NestedField;
pub use options::{Options, options_for_select};
pub use several::{MoreForms, NestedForms};
pub use translate::Translator;

use crate::changeset::{Action, FieldError};

/// Makes the form of a changeset, of a row, of parameters, or of anything else that is [`FormData`].
///
/// ```
/// use bennu::form::to_form;
/// use bennu::{Changeset, Params};
///
/// bennu::schema! { pub struct User in "users" { name: String } }
///
/// let changeset = Changeset::from(User);
/// let name = to_form(&changeset).field(User::name);
/// assert_eq!((name.id(), name.name()), ("user_name", "user[name]"));
///
/// let params = Params::from_urlencoded("q=rust")?;
/// let q = to_form(&params).field("q");
/// assert_eq!((q.id(), q.name(), q.value()), ("q", "q", "rust"));
/// let q = to_form(&params).with_name("search").field("q");
/// assert_eq!((q.id(), q.name(), q.value()), ("search_q", "search[q]", "rust"));
/// # Ok::<(), bennu::Error>(())
/// ```
#[must_use]
pub fn to_form<D: FormData>(data: &D) -> Form<'_, D::Fields> {
    Form::new(data.name().to_owned(), data)
}

/// A form: what its inputs are called, what they show, and what is wrong with it.
///
/// Parameters nest under the form's name, `message[body]`. Values come from the changes, else from what was typed, else
/// from the row. Errors show only when there is an [action](Action): a form that nobody has sent yet complains of nothing.
///
/// ```
/// use bennu::changeset::Action;
/// use bennu::form::to_form;
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
pub struct Form<'a, T> {
    name: String,
    id: String,
    data: Data<'a, T>,
    action: Option<Action>,
    /// In place of the data's own.
    errors: Option<Vec<(&'static str, FieldError)>>,
    /// Its place, where it is one of several.
    index: Option<usize>,
    /// What it is known by while others of the same list come and go.
    persistent: Option<u32>,
}

/// Where a form's values are: with the program, or, for a nested form over what has no changes, with the form.
enum Data<'a, T> {
    Borrowed(&'a dyn FormData<Fields = T>),
    Owned(Arc<dyn FormData<Fields = T>>),
}

impl<T> Data<'_, T> {
    fn get(&self) -> &dyn FormData<Fields = T> {
        match self {
            Self::Borrowed(data) => *data,
            Self::Owned(data) => &**data,
        }
    }
}

impl<T> Clone for Data<'_, T> {
    fn clone(&self) -> Self {
        match self {
            Self::Borrowed(data) => Self::Borrowed(*data),
            Self::Owned(data) => Self::Owned(Arc::clone(data)),
        }
    }
}

impl<'a, T> Form<'a, T> {
    /// A form with a name of its own, which is also its id.
    #[must_use]
    pub fn new(name: impl Into<String>, data: &'a dyn FormData<Fields = T>) -> Self {
        let name = name.into();
        let (id, action) = (name.clone(), data.action());
        Self { name, id, data: Data::Borrowed(data), action, errors: None, index: None, persistent: None }
    }

    /// The same with another name, Phoenix's `as:`: `search` for `search[q]`, an empty one for `q`. It is the id, too.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self.id.clone_from(&self.name);
        self
    }

    /// The same with an id of its own, so that two forms of one name can stand on a page: the inputs' ids start with it.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// The same for an action, so that errors show.
    #[must_use]
    pub fn with_action(mut self, action: Action) -> Self {
        self.action = Some(action);
        self
    }

    /// The same with these errors by the names of their fields, whatever the data say; they show without an action.
    ///
    /// ```
    /// use bennu::Params;
    /// use bennu::form::to_form;
    ///
    /// let params = Params::from_urlencoded("email=nobody")?;
    /// let form = to_form(&params).with_errors([("email", "is not known here")]);
    /// assert_eq!(form.field("email").errors(), ["is not known here"]);
    /// # Ok::<(), bennu::Error>(())
    /// ```
    #[must_use]
    pub fn with_errors<E: Into<FieldError>>(
        mut self,
        errors: impl IntoIterator<Item = (&'static str, E)>,
    ) -> Self {
        self.errors = Some(errors.into_iter().map(|(field, error)| (field, error.into())).collect());
        self
    }

    /// The name under which its parameters come: `conn.params("message")`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// For the `id` of the form's element; that of each input starts with it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the form is for, as far as that is known; see [`Changeset::action`](crate::Changeset::action).
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        self.action
    }

    /// The method with which the form is sent: `put` for a row that is stored, else `post`.
    ///
    /// `<.form action={path} method={form.method()}>` makes one template do for new rows and for others.
    #[must_use]
    pub fn method(&self) -> &'static str {
        if self.data().key().is_empty() { "post" } else { "put" }
    }

    /// The row behind the form, with all that it has and no input shows; none of a new one, and of parameters.
    #[must_use]
    pub fn row(&self) -> Option<&T> {
        self.data().row()
    }

    /// All errors with the names of their fields; none before there is an action.
    #[must_use]
    pub fn errors(&self) -> &[(&'static str, FieldError)] {
        match &self.errors {
            Some(errors) => errors,
            None if self.action.is_some() => self.data().errors(),
            None => &[],
        }
    }

    /// Its place among the forms of its list, counted from 0; none for a form that stands alone.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// The hidden fields that belong to the form: the key of what is stored, and the place of a nested form.
    #[must_use]
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        several::hidden(self)
    }

    /// Everything that an input for a field needs; the field is a column, or a name where the data have no columns.
    #[must_use]
    pub fn field(&self, field: impl FieldName<T>) -> FormField {
        FormField::of(self, field.field_name())
    }

    /// The name of an input: `message[body]`, or `body` in a form without a name.
    #[must_use]
    pub fn input_name(&self, field: impl FieldName<T>) -> String {
        bracketed(&self.name, field.field_name())
    }

    /// The id of an input: `message_body`, or `body` in a form without an id.
    #[must_use]
    pub fn input_id(&self, field: impl FieldName<T>) -> String {
        let field = field.field_name();
        if self.id.is_empty() { field.to_owned() } else { format!("{}_{field}", self.id) }
    }
}

impl<T> Form<'_, T> {
    fn data(&self) -> &dyn FormData<Fields = T> {
        self.data.get()
    }
}

fn bracketed(name: &str, field: &str) -> String {
    if name.is_empty() { field.to_owned() } else { format!("{name}[{field}]") }
}

impl<T> Clone for Form<'_, T> {
    fn clone(&self) -> Self {
        let Self { name, id, data, action, errors, index, persistent } = self;
        Self {
            name: name.clone(),
            id: id.clone(),
            data: data.clone(),
            action: *action,
            errors: errors.clone(),
            index: *index,
            persistent: *persistent,
        }
    }
}

impl<T> fmt::Debug for Form<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("name", &self.name)
            .field("id", &self.id)
            .field("action", &self.action)
            .field("errors", &self.errors())
            .finish_non_exhaustive()
    }
}
