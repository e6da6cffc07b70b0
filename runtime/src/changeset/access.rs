//! A changeset comes in, its values one by one go out, or it with one of them changed.

use super::{Action, Changeset, FieldError};
use crate::schema::{Column, Field, FieldType, Generated, LoadError, Schema, Type, Value};

/// A value with the place where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetched<V> {
    /// Among the changes.
    Changes(V),
    /// In the row, or among a new row's defaults.
    Data(V),
}

impl<T: Schema> Changeset<T> {
    /// The names of the changed fields with their new values, in the schema's order.
    pub fn changes(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.state.changes.iter().map(|(index, value)| (T::FIELDS[*index].name(), value))
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

    /// The changed value of a field, none inside where it became null; none at all where it did not change.
    #[must_use]
    pub fn fetch_change<F: FieldType>(&self, column: Column<T, F>) -> Option<Option<F::Inner>> {
        self.state.changes.get(&column.index()).map(load)
    }

    /// The value of a field, with whether it is a change.
    ///
    /// ```
    /// use bennu::Changeset;
    /// use bennu::changeset::Fetched;
    ///
    /// bennu::schema! { pub struct Post in "posts" { title: String, likes: i64 = 0 } }
    ///
    /// let changeset = Changeset::from(Post).put_change(Post::title, "Hello");
    /// assert_eq!(changeset.fetch_field(Post::title), Fetched::Changes(Some("Hello".to_owned())));
    /// assert_eq!(changeset.fetch_field(Post::likes), Fetched::Data(Some(0)));
    /// ```
    #[must_use]
    pub fn fetch_field<F: FieldType>(&self, column: Column<T, F>) -> Fetched<Option<F::Inner>> {
        match self.fetch_change(column) {
            Some(value) => Fetched::Changes(value),
            None => Fetched::Data(load(&self.original(column.index()))),
        }
    }

    /// Changes a field even if the row has this value already, so that an update writes it.
    pub fn force_change<F: FieldType>(mut self, column: Column<T, F>, value: impl Into<F>) -> Self {
        self.state.changes.insert(column.index(), value.into().dump());
        self
    }

    /// Both changesets of the same row as one: changes and parameters of `other` go over those that are here, and everything
    /// else of it comes on top.
    ///
    /// # Panics
    /// Where they are changesets of different rows.
    #[track_caller]
    pub fn merge(mut self, other: Self) -> Self {
        assert!(self.row == other.row, "cannot merge changesets of different rows of `{}`", T::TABLE);
        let (state, new) = (&mut *self.state, *other.state);
        state.changes.extend(new.changes);
        state.nested.extend(new.nested);
        if let Some(params) = new.params {
            state.params.get_or_insert_default().merge(params);
        }
        let errors = new.errors.into_iter().filter(|error| !state.errors.contains(error)).collect::<Vec<_>>();
        state.errors.extend(errors);
        let required = new.required.into_iter().filter(|index| !state.required.contains(index));
        let required: Vec<_> = required.collect();
        state.required.extend(required);
        state.validations.extend(new.validations);
        state.constraints.extend(new.constraints);
        state.locks.extend(new.locks);
        state.action = new.action.or(state.action);
        self.prepare.extend(other.prepare);
        self.related.retain(|related| {
            let name = related.association().name();
            other.related.iter().all(|new| new.association().name() != name)
        });
        self.related.extend(other.related);
        self
    }

    /// The row with all changes, whether they are valid or not; for showing what would be. See
    /// [`apply_action`](Self::apply_action) for what may go on.
    ///
    /// # Errors
    /// Where a field that cannot be null has no value.
    pub fn apply_changes(&self) -> Result<T, LoadError> {
        self.clone().applied()
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
        changeset.apply_changes().map_err(|error| changeset.unloadable(&error))
    }

    fn applied(mut self) -> Result<T, LoadError> {
        let is_new = self.row.is_none();
        for (index, key) in self.related.iter().filter_map(|related| related.reference()).collect::<Vec<_>>()
        {
            self.record(index, key);
        }
        if is_new {
            self.stamp(Action::Insert, crate::schema::now());
        } else {
            self.settle_nested(crate::schema::now());
        }
        let key = T::FIELDS.iter().position(|field| field.generated() == Generated::Key);
        let mut row = self.assemble(key.filter(|_| is_new).map(|index| (index, Value::Integer(0))))?;
        self.related.iter().for_each(|related| related.apply(&mut row));
        Ok(row)
    }

    /// The changeset whose values do not make a row, as when a type does not load what it dumped.
    fn unloadable(mut self, error: &LoadError) -> Self {
        let field = error.index().and_then(|index| T::FIELDS.get(index)).map_or("", Field::name);
        self.state.add_errors(vec![(field, FieldError::new("is invalid"))]);
        self
    }

    /// Notes a change, unless the row has this value already.
    pub(crate) fn record(&mut self, index: usize, value: Value) {
        if self.original(index) == value {
            self.state.changes.remove(&index);
        } else {
            self.state.changes.insert(index, value);
        }
    }

    /// The value without any change: the row's, or a new row's default.
    pub(super) fn original(&self, index: usize) -> Value {
        match &self.row {
            Some(row) => row.dump(index),
            None => T::FIELDS[index].default_value(),
        }
    }

    /// The value with the changes.
    pub(crate) fn value(&self, index: usize) -> Value {
        self.state.changes.get(&index).cloned().unwrap_or_else(|| self.original(index))
    }

    /// Whether the field at `index` changed.
    pub(crate) fn changed_at(&self, index: usize) -> bool {
        self.state.changes.contains_key(&index)
    }
}

fn load<F: Type>(value: &Value) -> Option<F> {
    if value.is_null() { None } else { F::load(value.as_ref()).ok() }
}
