//! Changesets come in, steps of a multi that store them go out.

use super::{Changes, Multi, Name, Operation};
use crate::Changeset;
use crate::schema::Schema;

#[cfg(doc)]
use crate::Repo;

impl Multi {
    /// Stores a new row; see [`Repo::insert`].
    ///
    /// # Panics
    /// For a name that another step has: so do all others.
    #[track_caller]
    pub fn insert<T: Schema>(self, name: impl Into<Name<T>>, changeset: impl Into<Changeset<T>>) -> Self {
        let changeset = changeset.into();
        self.insert_with(name, move |_| changeset)
    }

    /// The same for a changeset that depends on the steps before it.
    #[track_caller]
    pub fn insert_with<T: Schema>(
        self,
        name: impl Into<Name<T>>,
        changeset: impl FnOnce(&Changes) -> Changeset<T> + Send + 'static,
    ) -> Self {
        self.step(name.into(), Operation::Insert, move |repo, done| async move {
            let changeset = changeset(&done);
            repo.insert(changeset).await
        })
    }

    /// Stores the changes of a row; see [`Repo::update`].
    #[track_caller]
    pub fn update<T: Schema>(self, name: impl Into<Name<T>>, changeset: Changeset<T>) -> Self {
        self.update_with(name, move |_| changeset)
    }

    /// The same for a changeset that depends on the steps before it.
    #[track_caller]
    pub fn update_with<T: Schema>(
        self,
        name: impl Into<Name<T>>,
        changeset: impl FnOnce(&Changes) -> Changeset<T> + Send + 'static,
    ) -> Self {
        self.step(name.into(), Operation::Update, move |repo, done| async move {
            let changeset = changeset(&done);
            repo.update(changeset).await
        })
    }

    /// Deletes a row; see [`Repo::delete`].
    #[track_caller]
    pub fn delete<T: Schema>(self, name: impl Into<Name<T>>, row: impl Into<Changeset<T>>) -> Self {
        let row = row.into();
        self.delete_with(name, move |_| row)
    }

    /// The same for a row that depends on the steps before it.
    #[track_caller]
    pub fn delete_with<T: Schema>(
        self,
        name: impl Into<Name<T>>,
        row: impl FnOnce(&Changes) -> Changeset<T> + Send + 'static,
    ) -> Self {
        self.step(name.into(), Operation::Delete, move |repo, done| async move {
            let row = row(&done);
            repo.delete(row).await
        })
    }

    /// Stores a new row, or the changes of one that is there; see [`Repo::insert_or_update`].
    #[track_caller]
    pub fn insert_or_update<T: Schema>(self, name: impl Into<Name<T>>, changeset: Changeset<T>) -> Self {
        self.insert_or_update_with(name, move |_| changeset)
    }

    /// The same for a changeset that depends on the steps before it.
    #[track_caller]
    pub fn insert_or_update_with<T: Schema>(
        self,
        name: impl Into<Name<T>>,
        changeset: impl FnOnce(&Changes) -> Changeset<T> + Send + 'static,
    ) -> Self {
        self.step(name.into(), Operation::InsertOrUpdate, move |repo, done| async move {
            let changeset = changeset(&done);
            repo.insert_or_update(changeset).await
        })
    }

    /// Stores many new rows and gives how many these were; see [`Repo::insert_all`].
    #[track_caller]
    pub fn insert_all<T: Schema>(
        self,
        name: impl Into<Name<usize>>,
        rows: impl IntoIterator<Item: Into<Changeset<T>>>,
    ) -> Self {
        let rows: Vec<Changeset<T>> = rows.into_iter().map(Into::into).collect();
        self.insert_all_with(name, move |_| rows)
    }

    /// The same for rows that depend on the steps before it.
    #[track_caller]
    pub fn insert_all_with<T: Schema>(
        self,
        name: impl Into<Name<usize>>,
        rows: impl FnOnce(&Changes) -> Vec<Changeset<T>> + Send + 'static,
    ) -> Self {
        self.step(name.into(), Operation::InsertAll, move |repo, done| async move {
            let rows = rows(&done);
            repo.insert_all(rows).await
        })
    }
}
