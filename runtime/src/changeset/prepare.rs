//! What only the repo can do comes in beforehand, the repo finds it when it writes.

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::Changeset;
use crate::repo::{Error, Repo};
use crate::schema::{Column, FieldType, Schema, Type, Value};

/// What the repo runs before it writes.
pub(crate) type Preparation<T> =
    Arc<dyn Fn(Changeset<T>, Repo) -> BoxFuture<'static, Result<Changeset<T>, Error>> + Send + Sync>;

/// The same, comparable: it is equal to itself alone.
#[derive(Clone)]
pub(super) struct Prepare<T: Schema>(Preparation<T>);

impl<T: Schema> PartialEq for Prepare<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Schema> fmt::Debug for Prepare<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prepare(..)")
    }
}

/// A field that must have its old value when the row is written, and gets a new one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lock {
    pub(crate) index: usize,
    pub(crate) old: Value,
    pub(crate) new: Value,
}

/// Where Ecto's lock begins again, so that it fits the integers of every database.
const LAST_VERSION: i64 = 2_147_483_647;

impl<T: Schema> Changeset<T> {
    /// Runs `work` within the transaction of the write, before it, once everything else is known to be valid. It gets the
    /// changeset and the repo of the transaction, and returns the changeset, perhaps changed; with an error in it nothing is
    /// written, and what `work` wrote is taken back.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Counter in "counters" { name: String, comments: i64 = 0 } }
    /// bennu::schema! { pub struct Comment in "comments" { body: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let tables = "CREATE TABLE counters (id INTEGER PRIMARY KEY, name TEXT NOT NULL, comments INTEGER NOT NULL);
    /// #     CREATE TABLE comments (id INTEGER PRIMARY KEY, body TEXT NOT NULL);";
    /// # repo.migrate(&[Migration::new(1, "create tables", tables)]).await?;
    /// let comment = Changeset::from(Comment).put_change(Comment::body, "Nice").prepare_changes(|comment, repo| async move {
    ///     let counter = Changeset::from(Counter).put_change(Counter::name, "nice");
    ///     repo.insert(counter).await?.ok();
    ///     Ok(comment)
    /// });
    /// repo.insert(comment).await??;
    /// assert_eq!(repo.all(Counter).await?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn prepare_changes<F>(mut self, work: impl Fn(Self, Repo) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Self, Error>> + Send + 'static,
    {
        self.prepare.push(Prepare(Arc::new(move |changeset, repo| Box::pin(work(changeset, repo)))));
        self
    }

    /// Lets an update or a delete succeed only if the column still has the row's value in the database, and lets an update
    /// count it up: of two people who change the same row, the second gets [`Error::Stale`] and loses nothing silently.
    ///
    /// The column is a whole number that nobody else writes, by default 1. After 2,147,483,647 comes 1 again.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Post in "posts" { title: String, lock_version: i64 = 1 } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, lock_version INTEGER NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create posts", table)]).await?;
    /// let post = repo.insert(Changeset::from(Post).put_change(Post::title, "Hello")).await??;
    /// let rename = |title: &str| Changeset::from(&post).put_change(Post::title, title).optimistic_lock(Post::lock_version);
    /// assert_eq!(repo.update(rename("Mine")).await??.lock_version, 2);
    /// assert!(repo.update(rename("Yours")).await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn optimistic_lock<F>(self, column: Column<T, F>) -> Self
    where
        F: FieldType,
        F::Inner: TryFrom<i64>,
        i64: From<F::Inner>,
    {
        self.optimistic_lock_with(column, |version| {
            let next = match i64::from(version) {
                version if version < LAST_VERSION => version + 1,
                _ => 1,
            };
            F::Inner::try_from(next).or_else(|_| F::Inner::try_from(1)).ok()
        })
    }

    /// The same for a column of any type; `next` makes the new value of the old one, none to leave it to the database.
    pub fn optimistic_lock_with<F: FieldType>(
        mut self,
        column: Column<T, F>,
        next: impl FnOnce(F::Inner) -> Option<F::Inner>,
    ) -> Self {
        let index = column.index();
        let version = self.row().map(|row| row.dump(index)).filter(|version| !version.is_null());
        if let (Some(old), Some(version)) = (version, self.get_field(column)) {
            let new = next(version).map_or_else(|| old.clone(), |new| Type::dump(&new));
            self.state.locks.push(Lock { index, old, new });
        }
        self
    }

    pub(crate) fn locks(&self) -> &[Lock] {
        &self.state.locks
    }

    /// Takes out what the repo is to run, in order.
    pub(crate) fn take_preparations(&mut self) -> Vec<Preparation<T>> {
        std::mem::take(&mut self.prepare).into_iter().map(|prepare| prepare.0).collect()
    }

    /// Whether the write is more than one statement.
    pub(crate) fn is_composed(&self) -> bool {
        !self.prepare.is_empty() || !self.related.is_empty()
    }
}
