//! What a write is asked beside its changeset comes in, what decides its statement goes out.

use super::statement::Insert;
use crate::changeset::ErrorKey;
use crate::schema::{Column, Columns, FieldType, Schema, Type, Value};

/// What an insert does where another row is in its way: Ecto's `on_conflict`.
///
/// ```
/// # use bennu::repo::{Migration, Repo};
/// use bennu::Changeset;
/// use bennu::repo::OnConflict;
///
/// bennu::schema! { pub struct Item in "items" { cart: i64, product: i64, quantity: i64 = 1 } }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> bennu::Result {
/// # let repo = Repo::sqlite(":memory:").await?;
/// # let table = "CREATE TABLE items (id INTEGER PRIMARY KEY, cart INTEGER NOT NULL, product INTEGER NOT NULL, quantity INTEGER NOT NULL, UNIQUE (cart, product))";
/// # repo.migrate(&[Migration::new(1, "create items", table)]).await?;
/// let add = || Changeset::from(Item).put_change(Item::cart, 1).put_change(Item::product, 7);
/// let again = || OnConflict::update().inc(Item::quantity, 1).target((Item::cart, Item::product));
/// repo.insert_with(add(), again()).await??;
/// repo.insert_with(add(), again()).await??;
/// assert_eq!(repo.all(Item).await?[0].quantity, 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "it says what an insert is to do"]
pub struct OnConflict<T: Schema> {
    pub(super) shape: Conflict,
    pub(super) values: Vec<Value>,
    schema: std::marker::PhantomData<fn() -> T>,
}

/// The same without its values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in super::super) struct Conflict {
    pub(super) target: Target,
    pub(super) action: ConflictAction,
}

impl Conflict {
    /// The places of the fields of the row that is there that an insert of `plan` changes.
    pub(super) fn changes<'a>(&'a self, plan: &'a Insert) -> impl Iterator<Item = usize> + 'a {
        let (replaced, kept) = match &self.action {
            ConflictAction::ReplaceAllExcept(kept) => (&plan.fields[..], &kept[..]),
            ConflictAction::Replace(fields) => (&fields[..], &[][..]),
            ConflictAction::Nothing | ConflictAction::Update(_) => (&[][..], &[][..]),
        };
        let replaced = replaced.iter().filter(|index| !kept.contains(index)).copied();
        replaced.chain(self.bound())
    }

    /// The places of the fields that its values are for.
    pub(super) fn bound(&self) -> impl Iterator<Item = usize> + '_ {
        let changes: &[_] = if let ConflictAction::Update(changes) = &self.action { changes } else { &[] };
        changes.iter().map(|(index, _)| *index)
    }
}

/// Which conflict is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Any,
    Fields(Vec<usize>),
    Constraint(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum ConflictAction {
    Nothing,
    /// The row that is there gets the new one's values in all fields but these.
    ReplaceAllExcept(Vec<usize>),
    Replace(Vec<usize>),
    /// The row that is there changes in these fields.
    Update(Vec<(usize, Operation)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Set,
    Inc,
}

impl<T: Schema> OnConflict<T> {
    fn new(action: ConflictAction) -> Self {
        let shape = Conflict { target: Target::Any, action };
        Self { shape, values: Vec::new(), schema: std::marker::PhantomData }
    }

    /// The row that is there stays as it is, and nothing is inserted. The row that the insert returns then has a key of 0, where
    /// the database gives the keys.
    pub fn nothing() -> Self {
        Self::new(ConflictAction::Nothing)
    }

    /// The row that is there gets all values of the new one, its times included; only the key that the database gives stays.
    pub fn replace_all() -> Self {
        Self::new(ConflictAction::ReplaceAllExcept(Vec::new()))
    }

    /// The same for all columns but these.
    pub fn replace_all_except(columns: impl Columns<T>) -> Self {
        Self::new(ConflictAction::ReplaceAllExcept(columns.indexes().as_ref().to_vec()))
    }

    /// The row that is there gets the values of the new one in these columns.
    pub fn replace(columns: impl Columns<T>) -> Self {
        Self::new(ConflictAction::Replace(columns.indexes().as_ref().to_vec()))
    }

    /// The row that is there changes as [`set`](Self::set) and [`inc`](Self::inc) say.
    pub fn update() -> Self {
        Self::new(ConflictAction::Update(Vec::new()))
    }

    /// Gives a column of the row that is there this value.
    pub fn set<F: FieldType>(self, column: Column<T, F>, value: impl Into<F>) -> Self {
        let value = value.into().dump();
        self.and(column.index(), Operation::Set, value)
    }

    /// Adds to a column of the row that is there; a negative number takes away.
    pub fn inc<F: FieldType>(self, column: Column<T, F>, by: impl Into<F::Inner>) -> Self {
        let by = Type::dump(&by.into());
        self.and(column.index(), Operation::Inc, by)
    }

    fn and(mut self, field: usize, operation: Operation, value: Value) -> Self {
        match &mut self.shape.action {
            ConflictAction::Update(changes) => changes.push((field, operation)),
            action => *action = ConflictAction::Update(vec![(field, operation)]),
        }
        self.values.push(value);
        self
    }

    /// The columns of the unique index that is meant; other conflicts are errors. PostgreSQL wants them, or a
    /// [constraint](Self::target_constraint), for everything but [`nothing`](Self::nothing).
    pub fn target(mut self, columns: impl Columns<T>) -> Self {
        self.shape.target = Target::Fields(columns.indexes().as_ref().to_vec());
        self
    }

    /// The name of the constraint that is meant; PostgreSQL knows them.
    pub fn target_constraint(mut self, name: &'static str) -> Self {
        self.shape.target = Target::Constraint(name);
        self
    }
}

/// What a write is asked beside its changeset, by [`Repo::insert_with`](crate::Repo::insert_with) and its like.
#[derive(Clone, Debug)]
#[must_use = "options do nothing before a write gets them"]
pub struct WriteOptions<T: Schema> {
    pub(super) on_conflict: Option<OnConflict<T>>,
    pub(super) returning: bool,
    pub(super) force: bool,
    pub(super) allow_stale: bool,
    pub(super) stale_error: Option<&'static str>,
}

impl<T: Schema> WriteOptions<T> {
    /// Nothing beside the changeset.
    pub fn new() -> Self {
        Self { on_conflict: None, returning: false, force: false, allow_stale: false, stale_error: None }
    }

    /// Of an insert: what happens where another row is in the way.
    pub fn on_conflict(self, on_conflict: OnConflict<T>) -> Self {
        Self { on_conflict: Some(on_conflict), ..self }
    }

    /// Returns the row as the database has it, with what its own defaults, triggers and [`OnConflict`] made of it, in place of what
    /// was sent to it.
    pub fn returning(self) -> Self {
        Self { returning: true, ..self }
    }

    /// Of an update: writes even if nothing changed, so that `updated_at` does.
    pub fn force(self) -> Self {
        Self { force: true, ..self }
    }

    /// Of an update or a delete: where the row is gone, or was changed under an
    /// [`optimistic_lock`](crate::Changeset::optimistic_lock), the changeset comes back with the error "is stale", in place of
    /// [`Error::Stale`](super::super::Error::Stale).
    pub fn stale_error(self, key: impl ErrorKey<T>) -> Self {
        Self { stale_error: Some(key.key()), ..self }
    }

    /// Of a delete: a row that is gone already is no error.
    pub fn allow_stale(self) -> Self {
        Self { allow_stale: true, ..self }
    }
}

impl<T: Schema> Default for WriteOptions<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Schema> From<OnConflict<T>> for WriteOptions<T> {
    fn from(on_conflict: OnConflict<T>) -> Self {
        Self::new().on_conflict(on_conflict)
    }
}
