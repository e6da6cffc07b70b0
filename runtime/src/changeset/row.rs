//! A changeset comes in, the row that it describes goes out.

use time::OffsetDateTime;

use super::{Action, Changeset, FieldError};
use crate::schema::{Generated, LoadError, Row, RowSource, Schema, Value, ValueRef, Writable};

impl<T: Schema> Changeset<T> {
    /// Adds "can't be blank" for each field that cannot be null and has no value, so that no such row reaches the database.
    pub(crate) fn require_values(&mut self) {
        self.require_values_but(None);
    }

    /// The same without the field that another row will fill.
    pub(super) fn require_values_but(&mut self, given: Option<usize>) {
        self.require_nested();
        self.related.iter_mut().for_each(|related| related.require());
        let given: Vec<_> =
            self.related.iter().filter_map(|related| related.referring()).chain(given).collect();
        let missing = T::FIELDS.iter().enumerate().filter(|(index, field)| {
            field.is_required()
                && !given.contains(index)
                && !self.state.has_error(field.name())
                && self.value(*index).is_null()
        });
        let errors: Vec<_> = missing.map(|(_, field)| (field.name(), FieldError::blank())).collect();
        if !errors.is_empty() {
            self.state.add_errors(errors);
        }
    }

    /// Fills in what Bennu generates and nobody has set: all of it at an insert, `updated_at` at an update.
    pub(crate) fn stamp(&mut self, action: Action, now: OffsetDateTime) {
        self.settle_nested(now);
        for (index, field) in T::FIELDS.iter().enumerate() {
            let due = match field.generated() {
                Generated::AtInsert => action == Action::Insert,
                Generated::AtUpdate => matches!(action, Action::Insert | Action::Update),
                Generated::Key | Generated::Never => false,
            };
            if due {
                self.state.changes.entry(index).or_insert_with(|| field.generate(now));
            }
        }
    }

    /// The changed fields by their indexes, with their values.
    pub(crate) fn indexed_changes(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.state.changes.iter().map(|(index, value)| (*index, value))
    }

    /// The row with all changes and what was loaded with it; `given` are the values that the database gave, by their places.
    pub(crate) fn assemble(&self, given: impl IntoIterator<Item = (usize, Value)>) -> Result<T, LoadError> {
        let mut values: Vec<_> = (0..T::FIELDS.len()).map(|index| self.value(index)).collect();
        if let (Some(Action::Update), Some(row)) = (self.action(), self.row()) {
            // An update leaves these out.
            for (index, _) in
                T::FIELDS.iter().enumerate().filter(|(_, field)| field.writable() != Writable::Always)
            {
                values[index] = row.dump(index);
            }
        }
        for (index, value) in given {
            values[index] = value;
        }
        let row = T::load(&mut Row::whole(&Values(values)))?;
        Ok(match self.row() {
            Some(before) => row.with_associations_of(before),
            None => row,
        })
    }
}

/// Values that are read like a row of the database.
pub(crate) struct Values(pub(crate) Vec<Value>);

impl RowSource for Values {
    fn value(&self, index: usize) -> Result<ValueRef<'_>, LoadError> {
        Ok(self.0.get(index).map_or(ValueRef::Null, Value::as_ref))
    }
}
