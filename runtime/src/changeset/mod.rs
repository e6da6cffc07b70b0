//! A row and untrusted parameters come in, either a change that may be stored or errors for people go out.

mod access;
mod cast;
mod constraint;
mod embed;
mod error;
mod errors;
mod nested_params;
mod prepare;
mod related;
mod relation;
mod row;
mod validate;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

pub use access::Fetched;
pub use constraint::Match;
pub(crate) use constraint::{Constraint, ConstraintKind};
pub(crate) use embed::Nested;
pub use error::{ErrorKey, FieldError, Meta};
pub use nested_params::NestedOptions;
pub(crate) use nested_params::entries as nested_entries;
pub use validate::{Count, Length, Limits, Measure, Measured, Number, Validation};

use crate::__private::schema::Redacted;
use crate::Params;
use crate::schema::{Schema, Table, Value};

use cast::EmptyValues;
pub(crate) use prepare::Lock;
use prepare::Prepare;
pub(crate) use relation::rows_of;
pub use relation::{IntoChangesets, build_assoc};
pub(crate) use row::Values;

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
    /// The end of its belonging to another row.
    Replace,
    /// Only to see what is wrong, as while somebody is typing.
    Validate,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Replace => "replace",
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
    /// Work for the repo, before it writes.
    prepare: Vec<Prepare<T>>,
    /// The changesets of rows that belong to this one.
    related: Vec<Box<dyn related::Related<T>>>,
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
    locks: Vec<Lock>,
    empty_values: EmptyValues,
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
        Self { row: Some(Box::new(row)), state: Box::default(), prepare: Vec::new(), related: Vec::new() }
    }

    /// Whether there are no errors, neither here nor in what is embedded or belongs to this row.
    #[must_use]
    pub fn valid(&self) -> bool {
        self.state.errors.is_empty()
            && self.state.nested.values().all(Nested::is_valid)
            && self.related.iter().all(|related| related.is_valid())
    }

    /// The row that would change; none for a new one.
    #[must_use]
    pub fn row(&self) -> Option<&T> {
        self.row.as_deref()
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

    /// A new row.
    pub(crate) fn blank() -> Self {
        Self { row: None, state: Box::default(), prepare: Vec::new(), related: Vec::new() }
    }

    /// The changesets of the structs that the column at `index` embeds, where they were cast or put.
    pub(crate) fn nested_at(&self, index: usize) -> Option<&Nested> {
        self.state.nested.get(&index)
    }
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
        let details = changeset.nested_errors(ToString::to_string);
        Self::new(http::StatusCode::UNPROCESSABLE_ENTITY, text.join("; ")).with_details(&details)
    }
}

impl<T: Schema> fmt::Debug for Changeset<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let print = |(index, value): (usize, &Value)| -> (&'static str, Box<dyn fmt::Debug>) {
            let field = &T::FIELDS[index];
            match self.nested_at(index) {
                Some(nested) => (field.name(), Box::new(nested.clone())),
                None if field.is_redacted() => (field.name(), Box::new(Redacted)),
                None => (field.name(), Box::new(value.clone())),
            }
        };
        f.debug_struct("Changeset")
            .field("action", &self.action())
            .field("changes", &self.indexed_changes().map(print).collect::<Vec<_>>())
            .field("errors", &self.errors())
            .field("table", &T::TABLE)
            .field("valid", &self.valid())
            .finish()
    }
}
