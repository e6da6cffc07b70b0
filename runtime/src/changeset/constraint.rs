//! Rules that only the database can check come in before, its complaints become field errors after.

use std::borrow::Cow;

use super::{Changeset, FieldError, Latest};
use crate::schema::{Columns, Schema};

/// A unique index that the database may complain about, and what people are told then.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Constraint {
    /// The index's name, `users_email_index`.
    pub(crate) name: Cow<'static, str>,
    /// The columns in the index; the first one gets the error.
    pub(crate) columns: Vec<usize>,
    pub(super) message: Cow<'static, str>,
}

impl<T: Schema> Changeset<T> {
    /// Turns the database's refusal of a second row with the same value into the error "has already been taken".
    ///
    /// Nothing is checked here: only the database can decide without a race. With several columns, the error is the first
    /// one's. The unique index is expected to have the name that migrations give it by convention, the table, the columns
    /// and `index` joined with `_`; [`unique_constraint_named`](Self::unique_constraint_named) takes any other.
    ///
    /// A violation that no changeset speaks of is an [`Error::Constraint`](crate::repo::Error::Constraint): a mistake of the
    /// program, not of its user.
    pub fn unique_constraint(self, columns: impl Columns<T>) -> Self {
        let names: Vec<_> = columns.indexes().as_ref().iter().map(|index| T::FIELDS[*index].name()).collect();
        let name = format!("{}_{}_index", T::TABLE, names.join("_"));
        self.unique_constraint_named(columns, name)
    }

    /// The same for an index with the given name.
    pub fn unique_constraint_named(
        mut self,
        columns: impl Columns<T>,
        name: impl Into<Cow<'static, str>>,
    ) -> Self {
        let columns = columns.indexes().as_ref().to_vec();
        let message = Cow::Borrowed("has already been taken");
        self.state.constraints.push(Constraint { name: name.into(), columns, message });
        self.state.latest = Latest::Constraint;
        self
    }

    pub(crate) fn constraints(&self) -> &[Constraint] {
        &self.state.constraints
    }

    /// The changeset with the error of the constraint at `index` of [`constraints`](Self::constraints).
    pub(crate) fn violated(mut self, index: usize) -> Self {
        let constraint = &self.state.constraints[index];
        let field = constraint.columns.first().map_or("", |column| T::FIELDS[*column].name());
        let error = FieldError::new(constraint.message.clone())
            .with("constraint", "unique")
            .with("constraint_name", constraint.name.clone().into_owned());
        self.state.add_errors(vec![(field, error)]);
        self
    }
}
