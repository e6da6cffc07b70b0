//! A changeset comes in, the stored row goes out, or the changeset with errors for people.

mod statement;
mod violation;

use super::adapter::{Failure, Written};
use super::read::{failed, unloadable};
use super::statement::Plan;
use super::{Error, Repo};
use crate::changeset::{Action, Changeset};
use crate::schema::{Schema, Value};

pub(super) use statement::WritePlan;

impl Repo {
    /// Stores a new row and returns it with its key and its timestamps.
    ///
    /// An invalid changeset does not reach the database: it comes back with its action set, so that forms show the errors.
    /// So does one with a value that another row has, if it speaks of that
    /// ([`unique_constraint`](Changeset::unique_constraint)). A changeset of a row that is stored already stores a copy.
    ///
    /// The row is there for good when this returns. When it is dropped before, the row is stored or it is not.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Message in "messages" { body: String, timestamps } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT NOT NULL, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create messages", table)]).await?;
    /// let changeset = Changeset::from(Message).put_change(Message::body, "Hello");
    /// match repo.insert(changeset).await? {
    ///     Ok(message) => assert_eq!((message.id, message.body.as_str()), (1, "Hello")),
    ///     Err(changeset) => panic!("{:?}", changeset.errors()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database fails, or refuses the row for a reason that the changeset does not speak of.
    pub async fn insert<T: Schema>(&self, changeset: Changeset<T>) -> Result<Result<T, Changeset<T>>, Error> {
        let mut changeset = match ready(changeset, Action::Insert) {
            Ok(changeset) => changeset,
            Err(changeset) => return Ok(Err(changeset)),
        };
        changeset.stamp(Action::Insert, crate::schema::now());
        let inserted = T::FIELDS.iter().enumerate().filter(|(_, field)| statement::is_inserted(field));
        let values = inserted.map(|(index, _)| changeset.value(index)).collect();
        match self.write::<T>(WritePlan::Insert, values).await {
            Ok(written) => {
                changeset.assemble(written.returned.into_iter().next()).map(Ok).map_err(unloadable::<T>)
            }
            Err(failure) => self.refuse(changeset, Action::Insert, failure).await.map(Err),
        }
    }

    /// Stores the changes of a row and returns it whole. Only changed fields are written; without any change there is no
    /// statement, and `updated_at` stays.
    ///
    /// An invalid changeset does not reach the database, as in [`insert`](Self::insert).
    ///
    /// # Errors
    /// [`Error::Stale`] where the row is gone, [`Error::NoRow`] for the changeset of a new row, and whatever the database says.
    pub async fn update<T: Schema>(&self, changeset: Changeset<T>) -> Result<Result<T, Changeset<T>>, Error> {
        let mut changeset = match ready(changeset, Action::Update) {
            Ok(changeset) => changeset,
            Err(changeset) => return Ok(Err(changeset)),
        };
        let key = key_of(&changeset, Action::Update)?;
        let is_updated = |(index, _): &(usize, &Value)| statement::is_updated(&T::FIELDS[*index]);
        if changeset.indexed_changes().any(|change| is_updated(&change)) {
            changeset.stamp(Action::Update, crate::schema::now());
            let updated = changeset.indexed_changes().filter(is_updated);
            let (fields, mut values): (Vec<_>, Vec<_>) =
                updated.map(|(index, value)| (index, value.clone())).unzip();
            values.extend(key);
            match self.write::<T>(WritePlan::Update(fields), values).await {
                Ok(Written { rows: 0, .. }) => return Err(stale::<T>(Action::Update)),
                Ok(_) => {}
                Err(failure) => return self.refuse(changeset, Action::Update, failure).await.map(Err),
            }
        }
        changeset.assemble(None).map(Ok).map_err(unloadable::<T>)
    }

    /// Deletes a row, given as itself, by reference, or under a changeset whose constraints are to become field errors.
    /// Returns the row as it was.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// # use bennu::Changeset;
    /// bennu::schema! { pub struct Message in "messages" { body: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create messages", table)]).await?;
    /// # let message = repo.insert(Changeset::from(Message).put_change(Message::body, "Hello")).await??;
    /// repo.delete(&message).await??;
    /// assert_eq!(repo.all(Message).await?, []);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Stale`] where the row is gone already, [`Error::NoRow`] for the changeset of a new row, and whatever the
    /// database says.
    pub async fn delete<T: Schema>(
        &self,
        row: impl Into<Changeset<T>>,
    ) -> Result<Result<T, Changeset<T>>, Error> {
        let changeset = row.into().with_action(Action::Delete);
        if !changeset.valid() {
            return Ok(Err(changeset));
        }
        let key = key_of(&changeset, Action::Delete)?;
        match (self.write::<T>(WritePlan::Delete, key).await, changeset.row()) {
            (Ok(Written { rows: 0, .. }), _) => Err(stale::<T>(Action::Delete)),
            (Ok(_), Some(row)) => Ok(Ok(row.clone())),
            (Ok(_), None) => Err(Error::NoRow { table: T::TABLE, action: Action::Delete }),
            (Err(failure), _) => self.refuse(changeset, Action::Delete, failure).await.map(Err),
        }
    }

    /// Whether a row other than `own` has these values.
    pub(crate) async fn is_taken<T: Schema>(
        &self,
        fields: Vec<usize>,
        mut values: Vec<Value>,
        own: Option<&T>,
    ) -> Result<bool, Error> {
        values.extend(own.iter().flat_map(|row| T::KEY.iter().map(|key| row.dump(*key))));
        let plan = WritePlan::Taken { fields, but_own: own.is_some() };
        let statement = self.inner.statements.get::<T>(&self.inner.database, Plan::Write(plan));
        let found = self.rows(&statement, values, |row| row.read()).await.map_err(failed::<T>)?;
        Ok(found.contains(&true))
    }

    async fn write<T: Schema>(&self, plan: WritePlan, values: Vec<Value>) -> Result<Written<Value>, Failure> {
        let statement = self.inner.statements.get::<T>(&self.inner.database, Plan::Write(plan));
        self.change(&statement, values, |row| row.value()).await
    }
}

/// The changeset with its action, if nothing is wrong with it that can be known without the database.
fn ready<T: Schema>(changeset: Changeset<T>, action: Action) -> Result<Changeset<T>, Changeset<T>> {
    let mut changeset = changeset.with_action(action);
    changeset.require_values();
    if changeset.valid() { Ok(changeset) } else { Err(changeset) }
}

fn key_of<T: Schema>(changeset: &Changeset<T>, action: Action) -> Result<Vec<Value>, Error> {
    // Without a key there is no telling which row is meant.
    let row = changeset.row().filter(|_| !T::KEY.is_empty());
    let row = row.ok_or(Error::NoRow { table: T::TABLE, action })?;
    Ok(T::KEY.iter().map(|index| row.dump(*index)).collect())
}

fn stale<T: Schema>(action: Action) -> Error {
    Error::Stale { table: T::TABLE, action }
}
