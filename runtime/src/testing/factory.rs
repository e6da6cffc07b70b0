//! What a row of a test looks like comes in, rows of which each is a little different go out.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::FutureExt as _;

use crate::changeset::Action;
use crate::schema::{Column, FieldType, Schema, Value};
use crate::{Changeset, Params, Repo};

/// A number that no other call gets, made into a value: for what must be different in each row.
///
/// ```
/// use bennu::testing::sequence;
///
/// let email = || sequence(|number| format!("user{number}@example.com"));
/// assert_ne!(email(), email());
/// ```
pub fn sequence<V>(value: impl FnOnce(u64) -> V) -> V {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    value(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A row for tests: what a factory function says of it, and what the test at hand wants to be different.
///
/// ```
/// # use bennu::repo::{Migration, Repo};
/// use bennu::testing::{Factory, sequence};
///
/// bennu::schema! { pub struct User in "users" { email: String, admin: bool = false } }
/// bennu::schema! { pub struct Post in "posts" { title: String, user_id: i64 } }
///
/// fn user() -> Factory<User> {
///     Factory::new(User).put(User::email, sequence(|number| format!("user{number}@example.com")))
/// }
///
/// fn admin() -> Factory<User> {
///     user().put(User::admin, true)
/// }
///
/// /// A post of a user of its own, where the test does not say whose it is.
/// fn post() -> Factory<Post> {
///     Factory::new(Post).put(Post::title, "A post").belongs_to(Post::user_id, user)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), bennu::repo::Error> {
/// # let repo = Repo::sqlite(":memory:").await?;
/// # let tables = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, admin BOOLEAN NOT NULL);
/// #     CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES users)";
/// # repo.migrate(&[Migration::new(1, "create posts", tables)]).await?;
/// let ann = admin().insert(&repo).await;
/// let hers = post().put(Post::user_id, ann.id).insert(&repo).await;
/// assert_eq!(hers.user_id, ann.id);
/// let posts = Factory::insert_list(5, &repo, post).await;
/// assert_eq!((posts.len(), repo.all(User).await?.len()), (5, 6));
/// assert_eq!(user().params().get("admin"), None);
/// # Ok(())
/// # }
/// ```
#[must_use = "a factory makes nothing before `build` or `insert`"]
pub struct Factory<T: Schema> {
    changeset: Changeset<T>,
    parents: Vec<Parent>,
}

/// A row that another one belongs to, if nobody says to which.
struct Parent {
    /// The place of the field with its key.
    index: usize,
    make: Make,
}

type MakesKey = Pin<Box<dyn Future<Output = Value> + Send>>;
/// Makes the row, in the database where there is one, and gives its key.
type Make = Box<dyn FnOnce(Option<Repo>) -> MakesKey + Send>;

impl<T: Schema> Factory<T> {
    /// A row with the defaults of its schema.
    pub fn new(row: impl Into<Changeset<T>>) -> Self {
        Self { changeset: row.into(), parents: Vec::new() }
    }

    /// With this value, whatever was said before.
    pub fn put<F: FieldType>(mut self, column: Column<T, F>, value: impl Into<F>) -> Self {
        self.changeset = self.changeset.put_change(column, value);
        self
    }

    /// With the key of a row that `parent` describes; it is made where nobody puts another key.
    pub fn belongs_to<P, F>(mut self, column: Column<T, F>, parent: fn() -> Factory<P>) -> Self
    where
        P: Schema<Key = F::Inner>,
        F: FieldType,
    {
        let make: Make = Box::new(move |repo| {
            Box::pin(async move {
                let parent = parent();
                let row = match repo {
                    Some(repo) => parent.insert(&repo).await,
                    None => parent.build(),
                };
                row.dump(P::KEY[0])
            })
        });
        self.parents.push(Parent { index: column.index(), make });
        self
    }

    /// The row as it would be, without a database: its key, and those of rows that it belongs to, are those of rows that are not stored.
    ///
    /// # Panics
    /// Where the row lacks a value.
    #[must_use]
    #[track_caller]
    pub fn build(self) -> T {
        let Self { mut changeset, parents } = self;
        for parent in parents {
            if !changeset.changed_at(parent.index) {
                let key =
                    (parent.make)(None).now_or_never().expect("nothing is waited for without a database");
                changeset.record(parent.index, key);
            }
        }
        match changeset.apply_action(Action::Insert) {
            Ok(row) => row,
            Err(changeset) => refused(&changeset),
        }
    }

    /// Stores the row, and before it those that it belongs to.
    ///
    /// # Panics
    /// Where the database or its rules do not take it.
    pub async fn insert(self, repo: &Repo) -> T {
        let Self { mut changeset, parents } = self;
        for parent in parents {
            if !changeset.changed_at(parent.index) {
                let key = (parent.make)(Some(repo.clone())).await;
                changeset.record(parent.index, key);
            }
        }
        match repo.insert(changeset).await {
            Ok(Ok(row)) => row,
            Ok(Err(changeset)) => refused(&changeset),
            Err(error) => panic!("a row of `{}` cannot be stored: {error}", T::TABLE),
        }
    }

    /// So many rows, each by a factory of its own.
    ///
    /// # Panics
    /// As [`build`](Self::build).
    #[must_use]
    #[track_caller]
    pub fn build_list(count: usize, factory: impl Fn() -> Self) -> Vec<T> {
        (0..count).map(|_| factory().build()).collect()
    }

    /// So many stored rows, each by a factory of its own.
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    pub async fn insert_list(count: usize, repo: &Repo, factory: impl Fn() -> Self) -> Vec<T> {
        let mut rows = Vec::with_capacity(count);
        for _ in 0..count {
            rows.push(factory().insert(repo).await);
        }
        rows
    }

    /// What was put, as a form would send it: for tests of what casts parameters. Nulls and rows that it belongs to are left out.
    #[must_use]
    pub fn params(&self) -> Params {
        let mut params = Params::new();
        for (name, value) in self.changeset.changes().filter(|(_, value)| !value.is_null()) {
            params.insert(name, value.to_text());
        }
        params
    }
}

#[track_caller]
fn refused<T: Schema>(changeset: &Changeset<T>) -> ! {
    panic!("the factory's row of `{}` is refused: {:?}", T::TABLE, changeset.messages())
}
