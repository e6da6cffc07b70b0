//! A row and untrusted parameters come in, either a change that may be stored or errors for people go out.

mod cast;
mod constraint;
mod embed;
mod error;
mod row;
mod validate;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

pub use constraint::Match;
pub(crate) use constraint::{Constraint, ConstraintKind};
pub use embed::EmbedOptions;
pub(crate) use embed::Nested;
pub use error::{ErrorKey, FieldError, Meta};
pub use validate::{Count, Length, Limits, Measure, Measured, Number, Validation};

use crate::Params;
use crate::schema::{Column, Field, FieldType, LoadError, Schema, Table, Type, Value};

/// What a changeset is for. Forms show errors only when this is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// A new row.
    Insert,
    /// A change of a row.
    Update,
    /// The end of a row.
    Delete,
    /// Only to see what is wrong, as while somebody is typing.
    Validate,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Validate => "validate",
        })
    }
}

#[doc = include_str!("../../docs/changeset.md")]
#[derive(Clone, PartialEq)]
#[must_use = "a changeset changes nothing before the repo gets it"]
pub struct Changeset<T: Schema> {
    row: Option<Box<T>>,
    state: Box<State>,
}

/// The part of a changeset that does not depend on the row's type, so that it is compiled once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// By the field's index: only what differs from the row.
    changes: BTreeMap<usize, Value>,
    /// All that `cast` was given, as it came.
    params: Option<Params>,
    /// Newest first, as in Ecto.
    errors: Vec<(&'static str, FieldError)>,
    constraints: Vec<Constraint>,
    /// The fields of `validate_required`.
    required: Vec<usize>,
    validations: Vec<(usize, Validation)>,
    /// By the field's index: the changesets of embedded structs.
    nested: BTreeMap<usize, Nested>,
    action: Option<Action>,
    latest: Latest,
}

/// What the call before added; [`Changeset::message`] rewords it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Latest {
    #[default]
    Nothing,
    Errors(usize),
    Constraint,
}

impl State {
    /// Puts errors before those that are there, themselves in order.
    fn add_errors(&mut self, errors: Vec<(&'static str, FieldError)>) {
        self.latest = Latest::Errors(errors.len());
        self.errors.splice(0..0, errors);
    }

    fn has_error(&self, field: &str) -> bool {
        self.errors.iter().any(|(name, _)| *name == field)
    }
}

impl<T: Schema> Changeset<T> {
    /// No change yet of a row that is there.
    pub fn new(row: T) -> Self {
        Self { row: Some(Box::new(row)), state: Box::default() }
    }

    /// Whether there are no errors, neither here nor in what is embedded.
    #[must_use]
    pub fn valid(&self) -> bool {
        self.state.errors.is_empty() && self.state.nested.values().all(Nested::is_valid)
    }

    /// The row that would change; none for a new one.
    #[must_use]
    pub fn row(&self) -> Option<&T> {
        self.row.as_deref()
    }

    /// All errors with the names of their fields, the newest first.
    #[must_use]
    pub fn errors(&self) -> &[(&'static str, FieldError)] {
        &self.state.errors
    }

    /// All messages by field, in the order of the schema; those of a field in the order in which they were found.
    ///
    /// ```
    /// use bennu::prelude::*;
    ///
    /// schema! {
    ///     /// A link.
    ///     pub struct Url in "urls" { title: String, link: String }
    /// }
    ///
    /// let changeset = Changeset::from(Url).validate_required([Url::title, Url::link]);
    /// assert_eq!(
    ///     changeset.messages(),
    ///     [("title", vec!["can't be blank".to_owned()]), ("link", vec!["can't be blank".to_owned()])]
    /// );
    /// ```
    #[must_use]
    pub fn messages(&self) -> Vec<(&'static str, Vec<String>)> {
        let mut fields: Vec<(&str, Vec<String>)> = Vec::new();
        for (field, error) in self.state.errors.iter().rev() {
            match fields.iter_mut().find(|(name, _)| name == field) {
                Some((_, messages)) => messages.push(error.to_string()),
                None => fields.push((field, vec![error.to_string()])),
            }
        }
        // What is no field of the row, such as a confirmation, comes last.
        fields.sort_by_key(|(name, _)| {
            T::FIELDS.iter().position(|field| field.name() == *name).unwrap_or(usize::MAX)
        });
        fields
    }

    /// The errors of one field, the newest first.
    pub fn errors_on(&self, key: impl ErrorKey<T>) -> impl Iterator<Item = &FieldError> {
        let name = key.key();
        self.state.errors.iter().filter(move |(field, _)| *field == name).map(|(_, error)| error)
    }

    /// The names of the changed fields with their new values, in the schema's order.
    pub fn changes(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.state.changes.iter().map(|(index, value)| (T::FIELDS[*index].name(), value))
    }

    /// What [`cast`](Self::cast) was given, as it came; nothing where there was no cast. Untrusted.
    #[must_use]
    pub fn params(&self) -> Option<&Params> {
        self.state.params.as_ref()
    }

    /// What this is for: nothing until the repo, [`apply_action`](Self::apply_action) or
    /// [`with_action`](Self::with_action) says it.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        self.state.action
    }

    /// The same for an action, so that forms show the errors.
    pub fn with_action(mut self, action: Action) -> Self {
        self.state.action = Some(action);
        self
    }

    /// The changed value of a field, or else the row's, or else the default; none where it is null or missing.
    #[must_use]
    pub fn get_field<F: FieldType>(&self, column: Column<T, F>) -> Option<F::Inner> {
        load(&self.value(column.index()))
    }

    /// The changed value of a field; none where it did not change or became null.
    #[must_use]
    pub fn get_change<F: FieldType>(&self, column: Column<T, F>) -> Option<F::Inner> {
        self.state.changes.get(&column.index()).and_then(load)
    }

    /// Whether a field changed, be it to null.
    #[must_use]
    pub fn changed<F>(&self, column: Column<T, F>) -> bool {
        self.state.changes.contains_key(&column.index())
    }

    /// Changes a field to a value of the program's own: it is neither cast nor validated. A value that the row has already is
    /// no change.
    pub fn put_change<F: FieldType>(mut self, column: Column<T, F>, value: impl Into<F>) -> Self {
        self.record(column.index(), value.into().dump());
        self
    }

    /// Changes a changed value once more; does nothing where the field did not change or became null.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { email: String } }
    ///
    /// let changeset = Changeset::from(User).put_change(User::email, "Ann@Example.org");
    /// let changeset = changeset.update_change(User::email, |email| email.to_lowercase());
    /// assert_eq!(changeset.get_change(User::email).as_deref(), Some("ann@example.org"));
    /// ```
    pub fn update_change<F: FieldType>(
        mut self,
        column: Column<T, F>,
        change: impl FnOnce(F::Inner) -> F::Inner,
    ) -> Self {
        if let Some(value) = self.get_change(column) {
            self.record(column.index(), Type::dump(&change(value)));
        }
        self
    }

    /// Takes a change back.
    pub fn delete_change<F>(mut self, column: Column<T, F>) -> Self {
        self.state.changes.remove(&column.index());
        self
    }

    /// The row with all changes.
    ///
    /// A new row has a key of 0 and the present time as its timestamps: the database has not seen it.
    ///
    /// # Errors
    /// The changeset itself, with the action set, where it has errors or where a field that cannot be null has no value
    /// ("can't be blank").
    pub fn apply_action(self, action: Action) -> Result<T, Self> {
        let mut changeset = self.with_action(action);
        changeset.require_values();
        if !changeset.valid() {
            return Err(changeset);
        }
        let mut applied = changeset.clone();
        let is_new = applied.row.is_none();
        if is_new {
            applied.stamp(Action::Insert, crate::schema::now());
        } else {
            applied.settle_nested(crate::schema::now());
        }
        applied.assemble(is_new.then_some(Value::Integer(0))).map_err(|error| changeset.unloadable(&error))
    }

    /// What `read` makes of each error, by the field's name; the newest first within a field. Fields without errors are
    /// absent.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Message in "messages" { body: String } }
    ///
    /// let changeset = Changeset::from(Message).validate_required(Message::body);
    /// let messages = changeset.traverse_errors(|error| error.to_string());
    /// assert_eq!(messages["body"], ["can't be blank"]);
    /// ```
    pub fn traverse_errors<R>(
        &self,
        mut read: impl FnMut(&FieldError) -> R,
    ) -> BTreeMap<&'static str, Vec<R>> {
        let mut by_field = BTreeMap::<_, Vec<R>>::new();
        for (field, error) in &self.state.errors {
            by_field.entry(*field).or_default().push(read(error));
        }
        by_field
    }

    /// The changeset whose values do not make a row, as when a type does not load what it dumped.
    fn unloadable(mut self, error: &LoadError) -> Self {
        let field = error.index().and_then(|index| T::FIELDS.get(index)).map_or("", Field::name);
        self.state.add_errors(vec![(field, FieldError::new("is invalid"))]);
        self
    }

    /// Notes a change, unless the row has this value already.
    fn record(&mut self, index: usize, value: Value) {
        if self.original(index) == value {
            self.state.changes.remove(&index);
        } else {
            self.state.changes.insert(index, value);
        }
    }

    /// The value without any change: the row's, or a new row's default.
    fn original(&self, index: usize) -> Value {
        match &self.row {
            Some(row) => row.dump(index),
            None => T::FIELDS[index].default_value(),
        }
    }

    /// The value with the changes.
    pub(crate) fn value(&self, index: usize) -> Value {
        self.state.changes.get(&index).cloned().unwrap_or_else(|| self.original(index))
    }

    /// A new row.
    pub(crate) fn blank() -> Self {
        Self { row: None, state: Box::default() }
    }

    /// The changesets of the structs that the column at `index` embeds, where they were cast or put.
    pub(crate) fn nested_at(&self, index: usize) -> Option<&Nested> {
        self.state.nested.get(&index)
    }

    /// Whether the field at `index` changed.
    pub(crate) fn changed_at(&self, index: usize) -> bool {
        self.state.changes.contains_key(&index)
    }
}

fn load<F: Type>(value: &Value) -> Option<F> {
    if value.is_null() { None } else { F::load(value.as_ref()).ok() }
}

impl<T: Schema> From<T> for Changeset<T> {
    fn from(row: T) -> Self {
        Self::new(row)
    }
}

impl<T: Schema> From<&T> for Changeset<T> {
    fn from(row: &T) -> Self {
        Self::new(row.clone())
    }
}

/// A new row: `Changeset::from(Message)`, or `Message` where a function takes `impl Into<Changeset<Message>>`.
impl<T: Schema> From<Table<T>> for Changeset<T> {
    fn from(_table: Table<T>) -> Self {
        Self::blank()
    }
}

/// `repo.insert(changeset).await??`: what is invalid becomes an error with status 422, which tells programs what is wrong by field:
/// `{"errors": {"title": ["can't be blank"]}}`.
impl<T: Schema> From<Changeset<T>> for crate::Error {
    #[track_caller]
    fn from(changeset: Changeset<T>) -> Self {
        let messages = changeset.messages();
        let text: Vec<_> =
            messages.iter().map(|(field, messages)| format!("{field} {}", messages.join(", "))).collect();
        let details: serde_json::Map<_, _> =
            messages.into_iter().map(|(field, messages)| (field.to_owned(), messages.into())).collect();
        Self::new(http::StatusCode::UNPROCESSABLE_ENTITY, text.join("; ")).with_details(&details)
    }
}

impl<T: Schema> fmt::Debug for Changeset<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes: Vec<_> = self.changes().collect();
        f.debug_struct("Changeset")
            .field("action", &self.action())
            .field("changes", &changes)
            .field("errors", &self.errors())
            .field("table", &T::TABLE)
            .field("valid", &self.valid())
            .finish()
    }
}
