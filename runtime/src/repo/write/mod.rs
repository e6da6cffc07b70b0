//! A changeset comes in, the stored row goes out, or the changeset with errors for people.

mod all;
mod join;
mod options;
mod statement;
mod violation;

use super::adapter::{Failure, Written};
use super::read::{failed, unloadable};
use super::{Error, Repo};
use crate::changeset::{Action, Changeset, FieldError};
use crate::schema::{Generated, Schema, Value};

pub use options::{OnConflict, WriteOptions};
pub(super) use statement::WritePlan;
use statement::{Insert, Returning, is_inserted, is_updated};

/// What a write of one row leads to.
type Outcome<T> = Result<Result<T, Changeset<T>>, Error>;

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
    pub async fn insert<T: Schema>(&self, changeset: impl Into<Changeset<T>>) -> Outcome<T> {
        self.insert_with(changeset, WriteOptions::new()).await
    }

    /// The same with options: what happens where another row is in the way ([`OnConflict`]), and whether the row is read back.
    ///
    /// # Errors
    /// As of [`insert`](Self::insert).
    pub async fn insert_with<T: Schema>(
        &self,
        changeset: impl Into<Changeset<T>>,
        options: impl Into<WriteOptions<T>>,
    ) -> Outcome<T> {
        let options = options.into();
        match ready(changeset.into(), Action::Insert) {
            Ok(changeset) if changeset.is_composed() => {
                Box::pin(self.transact(async |repo| repo.insert_now(changeset, &options).await)).await
            }
            Ok(changeset) => self.insert_now(changeset, &options).await,
            Err(changeset) => Ok(Err(changeset)),
        }
    }

    async fn insert_now<T: Schema>(&self, changeset: Changeset<T>, options: &WriteOptions<T>) -> Outcome<T> {
        let mut changeset = match self.prepare(changeset).await? {
            Ok(changeset) => changeset,
            Err(refused) => return Ok(Err(refused)),
        };
        if !changeset.save_before(self).await? {
            return Ok(Err(changeset));
        }
        changeset.stamp(Action::Insert, crate::schema::now());
        let fields = inserted(&changeset);
        let mut values: Vec<_> = fields.iter().map(|index| changeset.value(*index)).collect();
        let conflict = options.on_conflict.as_ref().map(|on_conflict| {
            values.extend(on_conflict.values.iter().cloned());
            on_conflict.shape.clone()
        });
        let key = generated_key::<T>().filter(|index| !fields.contains(index));
        let returning = if options.returning { Returning::All } else { Returning::Given };
        let plan = WritePlan::Insert(Insert { fields, rows: 1, conflict, returning });
        match self.write::<T>(plan, values).await {
            Ok(written) => {
                let mut given = returned::<T>(returning, written);
                if given.is_empty() {
                    // Another row was in the way, and stays.
                    given.extend(key.map(|index| (index, Value::Integer(0))));
                }
                self.finish(changeset, given).await
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
    pub async fn update<T: Schema>(&self, changeset: Changeset<T>) -> Outcome<T> {
        self.update_with(changeset, WriteOptions::new()).await
    }

    /// The same with options: writing without a change, reading the row back, and another answer where the row is gone.
    ///
    /// # Errors
    /// As of [`update`](Self::update).
    pub async fn update_with<T: Schema>(
        &self,
        changeset: Changeset<T>,
        options: impl Into<WriteOptions<T>>,
    ) -> Outcome<T> {
        let options = options.into();
        let changeset = match ready(changeset, Action::Update) {
            Ok(changeset) => changeset,
            Err(changeset) => return Ok(Err(changeset)),
        };
        key_of(&changeset, Action::Update)?;
        let is_due = options.force || changeset.has_related_changes() || has_updates(&changeset);
        if is_due && changeset.is_composed() {
            Box::pin(self.transact(async |repo| repo.update_now(changeset, &options).await)).await
        } else if is_due {
            self.update_now(changeset, &options).await
        } else {
            changeset.assemble(Vec::new()).map(Ok).map_err(unloadable::<T>)
        }
    }

    async fn update_now<T: Schema>(&self, changeset: Changeset<T>, options: &WriteOptions<T>) -> Outcome<T> {
        let mut changeset = match self.prepare(changeset).await? {
            Ok(changeset) => changeset,
            Err(refused) => return Ok(Err(refused)),
        };
        if !changeset.save_before(self).await? {
            return Ok(Err(changeset));
        }
        if !options.force && !has_updates(&changeset) {
            return self.finish(changeset, Vec::new()).await;
        }
        changeset.stamp(Action::Update, crate::schema::now());
        let locks = changeset.locks().to_vec();
        let is_locked = |index: usize| locks.iter().any(|lock| lock.index == index);
        let mut given: Vec<_> = locks.iter().map(|lock| (lock.index, lock.new.clone())).collect();
        let (mut fields, mut values): (Vec<_>, Vec<_>) = changeset
            .indexed_changes()
            .filter(|(index, _)| is_updated(&T::FIELDS[*index]) && !is_locked(*index))
            .map(|(index, value)| (index, value.clone()))
            .chain(given.iter().cloned())
            .unzip();
        if fields.is_empty() {
            // Forced, but nobody notes when: the key is written over itself, so that it is seen whether the row is there.
            (fields, values) = T::KEY.iter().copied().zip(key_of(&changeset, Action::Update)?).unzip();
        }
        values.extend(key_of(&changeset, Action::Update)?);
        values.extend(locks.iter().map(|lock| lock.old.clone()));
        let filters = locks.iter().map(|lock| lock.index).collect();
        let returning = if options.returning { Returning::All } else { Returning::Computed };
        match self.write::<T>(WritePlan::Update { fields, filters, returning }, values).await {
            Ok(Written { rows: 0, .. }) => stale(changeset, Action::Update, options),
            Ok(written) => {
                given.extend(returned::<T>(returning, written));
                self.finish(changeset, given).await
            }
            Err(failure) => self.refuse(changeset, Action::Update, failure).await.map(Err),
        }
    }

    /// Inserts the changeset of a new row, and updates that of a row that is there.
    ///
    /// # Errors
    /// As of [`insert`](Self::insert) and [`update`](Self::update).
    pub async fn insert_or_update<T: Schema>(&self, changeset: Changeset<T>) -> Outcome<T> {
        match changeset.row() {
            Some(_) => self.update(changeset).await,
            None => self.insert(changeset).await,
        }
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
    pub async fn delete<T: Schema>(&self, row: impl Into<Changeset<T>>) -> Outcome<T> {
        self.delete_with(row, WriteOptions::new()).await
    }

    /// The same with options: another answer where the row is gone already.
    ///
    /// # Errors
    /// As of [`delete`](Self::delete).
    pub async fn delete_with<T: Schema>(
        &self,
        row: impl Into<Changeset<T>>,
        options: impl Into<WriteOptions<T>>,
    ) -> Outcome<T> {
        let (changeset, options) = (row.into().with_action(Action::Delete), options.into());
        if !changeset.valid() {
            return Ok(Err(changeset));
        }
        key_of(&changeset, Action::Delete)?;
        if changeset.is_composed() {
            Box::pin(self.transact(async |repo| repo.delete_now(changeset, &options).await)).await
        } else {
            self.delete_now(changeset, &options).await
        }
    }

    async fn delete_now<T: Schema>(&self, changeset: Changeset<T>, options: &WriteOptions<T>) -> Outcome<T> {
        let changeset = match self.prepare(changeset).await? {
            Ok(changeset) => changeset,
            Err(refused) => return Ok(Err(refused)),
        };
        let mut values = key_of(&changeset, Action::Delete)?;
        values.extend(changeset.locks().iter().map(|lock| lock.old.clone()));
        let filters = changeset.locks().iter().map(|lock| lock.index).collect();
        match (self.write::<T>(WritePlan::Delete { filters }, values).await, changeset.row()) {
            (Ok(Written { rows: 0, .. }), _) if !options.allow_stale => {
                stale(changeset, Action::Delete, options)
            }
            (Ok(_), Some(row)) => Ok(Ok(row.clone())),
            (Ok(_), None) => Err(Error::NoRow { table: T::TABLE, action: Action::Delete }),
            (Err(failure), _) => self.refuse(changeset, Action::Delete, failure).await.map(Err),
        }
    }

    /// The row that was written, with those that belong to it.
    async fn finish<T: Schema>(&self, mut changeset: Changeset<T>, given: Vec<(usize, Value)>) -> Outcome<T> {
        let mut row = changeset.assemble(given).map_err(unloadable::<T>)?;
        let is_saved = changeset.save_after(&mut row, self).await?;
        Ok(if is_saved { Ok(row) } else { Err(changeset) })
    }

    /// Runs what the changeset wants to be run before it is written.
    async fn prepare<T: Schema>(
        &self,
        mut changeset: Changeset<T>,
    ) -> Result<Result<Changeset<T>, Changeset<T>>, Error> {
        for preparation in changeset.take_preparations() {
            changeset = preparation(changeset, self.clone()).await?;
            if !changeset.valid() {
                return Ok(Err(changeset));
            }
        }
        Ok(Ok(changeset))
    }

    /// Whether a row other than `own` has these values.
    pub(crate) async fn is_taken<T: Schema>(
        &self,
        fields: Vec<usize>,
        mut values: Vec<Value>,
        own: Option<&T>,
    ) -> Result<bool, Error> {
        let but_own = own.is_some() && !T::KEY.is_empty();
        values.extend(own.into_iter().flat_map(|row| T::KEY.iter().map(|index| row.dump(*index))));
        let plan = WritePlan::Taken { fields, but_own };
        let statement = self.inner.statements.get::<T>(&self.inner.database, plan);
        let found = self.rows(&statement, values, |row| row.read()).await.map_err(failed::<T>)?;
        Ok(found.contains(&true))
    }

    async fn write<T: Schema>(
        &self,
        plan: WritePlan,
        values: Vec<Value>,
    ) -> Result<Written<Vec<Value>>, Failure> {
        let statement = self.inner.statements.get::<T>(&self.inner.database, plan);
        self.change(&statement, values, |row| row.values()).await
    }
}

/// The changeset with its action, if nothing is wrong with it that can be known without the database.
fn ready<T: Schema>(changeset: Changeset<T>, action: Action) -> Result<Changeset<T>, Changeset<T>> {
    let mut changeset = changeset.with_action(action);
    changeset.require_values();
    if changeset.valid() { Ok(changeset) } else { Err(changeset) }
}

/// Whether an update would write anything of the row itself.
fn has_updates<T: Schema>(changeset: &Changeset<T>) -> bool {
    changeset.indexed_changes().any(|(index, _)| is_updated(&T::FIELDS[index]))
}

/// The fields that an insert has values for: those that changed, be it to null, and of the others what is there. The database
/// gives the rest, as the key, which a copy of a row must not share.
fn inserted<T: Schema>(changeset: &Changeset<T>) -> Vec<usize> {
    let is_there = |index: &usize| {
        let field = &T::FIELDS[*index];
        let has_own = || field.generated() != Generated::Key && !changeset.value(*index).is_null();
        is_inserted(field) && (changeset.changed_at(*index) || has_own())
    };
    (0..T::FIELDS.len()).filter(is_there).collect()
}

/// What the database said of the first row, by the places of the fields.
fn returned<T: Schema>(returning: Returning, written: Written<Vec<Value>>) -> Vec<(usize, Value)> {
    let first = written.returned.into_iter().next();
    first.map(|values| returning.fields(T::FIELDS).into_iter().zip(values).collect()).unwrap_or_default()
}

/// The place of the key that the database gives, where it gives one.
fn generated_key<T: Schema>() -> Option<usize> {
    T::FIELDS.iter().position(|field| field.generated() == Generated::Key)
}

fn key_of<T: Schema>(changeset: &Changeset<T>, action: Action) -> Result<Vec<Value>, Error> {
    // Without a key there is no telling which row is meant.
    let row = changeset.row().filter(|_| !T::KEY.is_empty());
    let row = row.ok_or(Error::NoRow { table: T::TABLE, action })?;
    Ok(T::KEY.iter().map(|index| row.dump(*index)).collect())
}

/// The row is gone, or was changed under an optimistic lock.
fn stale<T: Schema>(changeset: Changeset<T>, action: Action, options: &WriteOptions<T>) -> Outcome<T> {
    match options.stale_error {
        Some(key) => Ok(Err(changeset.add_error(key, FieldError::new("is stale").with("stale", true)))),
        None => Err(Error::Stale { table: T::TABLE, action }),
    }
}
