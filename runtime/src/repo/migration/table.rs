//! A table's columns come in as they are added, the table goes out.

use super::ColumnType;
use super::column::{Kind, naive_datetime};

/// A table with its columns, see [`table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(super) name: String,
    /// In front of the columns; none where the columns say which of them are the key.
    pub(super) id: Option<Kind>,
    pub(super) columns: Vec<(String, ColumnType)>,
    pub(super) if_not_exists: bool,
}

/// A table that gets its columns by [`add`](Table::add), after the primary key `id`, a number that the database gives.
#[must_use]
pub fn table(name: &str) -> Table {
    Table { name: name.to_owned(), id: Some(Kind::Bigint), columns: Vec::new(), if_not_exists: false }
}

impl Table {
    /// One more column.
    #[must_use]
    pub fn add(mut self, name: &str, column: impl Into<ColumnType>) -> Self {
        self.columns.push((name.to_owned(), column.into()));
        self
    }

    /// The columns `inserted_at` and `updated_at`, in UTC.
    #[must_use]
    pub fn timestamps(self) -> Self {
        self.add("inserted_at", naive_datetime().null(false)).add("updated_at", naive_datetime().null(false))
    }

    /// No column `id`: the columns with [`primary_key`](ColumnType::primary_key) are the key, or there is none.
    #[must_use]
    pub fn without_id(self) -> Self {
        Self { id: None, ..self }
    }

    /// The primary key `id` is a UUID, which the program gives.
    #[must_use]
    pub fn uuid_id(self) -> Self {
        Self { id: Some(Kind::Uuid), ..self }
    }

    /// Nothing happens where there is such a table; where there is none, dropping it is no mistake either.
    #[must_use]
    pub fn if_not_exists(self) -> Self {
        Self { if_not_exists: true, ..self }
    }
}

/// Changes of a table's columns, see [`alter`].
#[derive(Clone, Debug, PartialEq)]
pub struct Alter {
    pub(super) table: String,
    pub(super) steps: Vec<AlterStep>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum AlterStep {
    Add(String, ColumnType),
    Modify { column: String, to: ColumnType, from: Option<ColumnType> },
    Remove(String, Option<ColumnType>),
}

/// Changes the columns of a table. SQLite can add columns only; for everything else the table is built anew, its rows are
/// copied and compared, and its indexes and triggers are created again, all in the migration's transaction.
///
/// ```
/// use bennu::repo::migration::{Change, alter, integer, string, text};
///
/// fn longer_names(change: &mut Change) {
///     change.alter(
///         alter("users")
///             .add("age", integer())
///             .modify("name", text().null(false), string().null(false))
///             .remove("nickname", string()),
///     );
/// }
/// # longer_names(&mut Change::default());
/// ```
#[must_use]
pub fn alter(table: &str) -> Alter {
    Alter { table: table.to_owned(), steps: Vec::new() }
}

impl Alter {
    fn step(mut self, step: AlterStep) -> Self {
        self.steps.push(step);
        self
    }

    /// One more column. Rows that are there get its default.
    #[must_use]
    pub fn add(self, name: &str, column: impl Into<ColumnType>) -> Self {
        self.step(AlterStep::Add(name.to_owned(), column.into()))
    }

    /// Gives a column the type and all rules of `to`; `from` is what it was, to take it back.
    #[must_use]
    pub fn modify(self, name: &str, to: impl Into<ColumnType>, from: impl Into<ColumnType>) -> Self {
        self.step(AlterStep::Modify { column: name.to_owned(), to: to.into(), from: Some(from.into()) })
    }

    /// Removes a column, its values and the indexes over it; `was` is its type, to take it back (without the values).
    #[must_use]
    pub fn remove(self, name: &str, was: impl Into<ColumnType>) -> Self {
        self.step(AlterStep::Remove(name.to_owned(), Some(was.into())))
    }

    /// The same for good.
    #[must_use]
    pub fn remove_for_good(self, name: &str) -> Self {
        self.step(AlterStep::Remove(name.to_owned(), None))
    }

    /// The way back, in reverse order.
    pub(super) fn reverse(self) -> Option<Self> {
        let reverse = |step| match step {
            AlterStep::Add(name, column) => Some(AlterStep::Remove(name, Some(column))),
            AlterStep::Modify { column, to, from } => {
                Some(AlterStep::Modify { column, to: from?, from: Some(to) })
            }
            AlterStep::Remove(name, column) => Some(AlterStep::Add(name, column?)),
        };
        let steps = self.steps.into_iter().rev().map(reverse).collect::<Option<_>>()?;
        Some(Self { table: self.table, steps })
    }
}
