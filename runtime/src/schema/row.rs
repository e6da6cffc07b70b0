//! Values from the database or from a changeset come in by position, typed fields go out in order.

use super::{Field, FieldType, LoadError, Value, ValueRef};

/// Where a row's values are: in the database's own memory, or in a changeset.
pub trait RowSource {
    /// The value at `index`, counted from 0.
    ///
    /// # Errors
    /// When the stored bytes are not what their type says, as text that is not UTF-8.
    fn value(&self, index: usize) -> Result<ValueRef<'_>, LoadError>;

    /// How many values there are; nothing where it does not matter.
    fn width(&self) -> usize {
        0
    }
}

/// A row while it is read, one field after the other.
pub struct Row<'a> {
    source: &'a dyn RowSource,
    next: usize,
    /// Whether the source has the fields that are in no table.
    has_virtual: bool,
}

impl<'a> Row<'a> {
    /// A row that is read from its first value.
    #[must_use]
    pub fn new(source: &'a dyn RowSource) -> Self {
        Self { source, next: 0, has_virtual: false }
    }

    /// A row whose source has a value for each field of the schema, those in no table included.
    pub(crate) fn whole(source: &'a dyn RowSource) -> Self {
        Self { has_virtual: true, ..Self::new(source) }
    }

    /// The next field.
    ///
    /// # Errors
    /// When the value does not fit the type; the error knows which field it was.
    pub fn read<F: FieldType>(&mut self) -> Result<F, LoadError> {
        let index = self.next;
        self.next += 1;
        self.source.value(index).and_then(F::load).map_err(|error| error.at(index))
    }

    /// All values as the database gives them.
    pub(crate) fn values(&mut self) -> Result<Vec<Value>, LoadError> {
        (self.next..self.source.width()).map(|_| self.value()).collect()
    }

    /// The next value as the database gives it.
    pub(crate) fn value(&mut self) -> Result<Value, LoadError> {
        let index = self.next;
        self.next += 1;
        self.source.value(index).map(ValueRef::to_value)
    }

    /// The next field, which is in no table: from a table it has its default.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    pub fn read_virtual<F: FieldType>(&mut self, field: &Field) -> Result<F, LoadError> {
        if self.has_virtual { self.read() } else { F::load(field.default_value().as_ref()) }
    }

    /// Passes over the next `count` values where all of them are null; otherwise stays where it is.
    pub(crate) fn skip_nulls(&mut self, count: usize) -> Result<bool, LoadError> {
        for index in self.next..self.next + count {
            if self.source.value(index).map_err(|error| error.at(index))? != ValueRef::Null {
                return Ok(false);
            }
        }
        self.next += count;
        Ok(true)
    }
}
