//! Rows come in, the same rows with the rows that belong to them go out.

mod load;
mod statement;

use std::pin::Pin;

use super::{Error, Repo};
use crate::query::{Binding, Bindings, IntoQuery, Plan};
use crate::schema::{Assoc, Relation, Schema};

pub(crate) use load::{Key as LookupKey, load_through};
pub(super) use statement::Lookup;

impl Repo {
    /// Loads what belongs to rows: to one row, to a `Vec` of them, or to an `Option`. Returns them with it, in their order.
    ///
    /// One query for each association, however many rows there are; what is loaded already is not asked again, unless it is
    /// [`force`](Assoc::force)d. Several associations come in a tuple, and those of the loaded rows in
    /// [`with`](Assoc::with):
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// use bennu::prelude::*;
    ///
    /// schema! { pub struct User in "users" { name: String } }
    /// schema! { pub struct Video in "videos" { title: String, belongs_to user: User, has_many notes: Note } }
    /// schema! { pub struct Note in "notes" { body: String, belongs_to video: Video, belongs_to user: Option<User> } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let tables = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    /// #     CREATE TABLE videos (id INTEGER PRIMARY KEY, title TEXT NOT NULL, user_id INTEGER NOT NULL);
    /// #     CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL, video_id INTEGER NOT NULL, user_id INTEGER);
    /// #     INSERT INTO users VALUES (1, 'Ann'); INSERT INTO videos VALUES (1, 'Intro', 1);
    /// #     INSERT INTO notes VALUES (1, 'Nice', 1, NULL), (2, 'Thanks', 1, 1);";
    /// # repo.migrate(&[Migration::new(1, "create tables", tables)]).await?;
    /// let videos = repo.preload(repo.all(Video).await?, (Video::user, Video::notes.with(Note::user))).await?;
    /// assert_eq!(videos[0].user.name, "Ann");
    /// let authors: Vec<_> = videos[0].notes.iter().map(|note| note.user.as_ref().map(|user| &*user.name)).collect();
    /// assert_eq!(authors, [None, Some("Ann")]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`with_query`](Assoc::with_query) loads some of the rows, in an order of its own.
    ///
    /// A row of a required `belongs_to` that is not there, which a foreign key in the database would prevent, leaves the field
    /// loaded and without a row.
    ///
    /// # Errors
    /// When the database fails, or holds what the schemas' types cannot.
    pub async fn preload<R: Preloadable, P: Preload<R::Row>>(
        &self,
        mut rows: R,
        preloads: P,
    ) -> Result<R, Error> {
        preloads.load(self, rows.rows_mut(), false).await?;
        Ok(rows)
    }
}

/// What [`Repo::preload`] takes: a row, a `Vec` of rows, an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a row nor rows",
    label = "expected a row of a table, a `Vec` or an `Option` of them"
)]
pub trait Preloadable: Send {
    /// The row.
    type Row: Schema;

    /// All rows, to be changed.
    fn rows_mut(&mut self) -> Vec<&mut Self::Row>;
}

impl<T: Schema> Preloadable for T {
    type Row = T;

    fn rows_mut(&mut self) -> Vec<&mut T> {
        vec![self]
    }
}

#[diagnostic::do_not_recommend]
impl<T: Schema> Preloadable for Vec<T> {
    type Row = T;

    fn rows_mut(&mut self) -> Vec<&mut T> {
        self.iter_mut().collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Schema> Preloadable for Option<T> {
    type Row = T;

    fn rows_mut(&mut self) -> Vec<&mut T> {
        self.iter_mut().collect()
    }
}

/// What is to be loaded with rows of `T`: an association, one [`with`](Assoc::with) associations of its own, or a tuple of up to
/// eight of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no associations of `{T}`",
    label = "expected associations of `{T}`",
    note = "name one as `Video::user`, several as `(Video::user, Video::category)`, nested ones as `Video::annotations.with(Annotation::user)`"
)]
pub trait Preload<T: Schema>: Send + Sync {
    /// Loads it into the rows; `force` asks again for what is there.
    fn load<'a>(
        &'a self,
        repo: &'a Repo,
        rows: Vec<&'a mut T>,
        force: bool,
    ) -> impl Future<Output = Result<(), Error>> + Send + 'a;
}

impl<T: Schema, R: Relation> Preload<T> for Assoc<T, R> {
    async fn load<'a>(&'a self, repo: &'a Repo, rows: Vec<&'a mut T>, force: bool) -> Result<(), Error> {
        load::load(repo, *self, rows, force, None).await
    }
}

/// An association with more to say about its preload: [`Assoc::with`], [`Assoc::with_query`], [`Assoc::force`].
#[derive(Clone)]
pub struct Nested<T, R, P> {
    assoc: Assoc<T, R>,
    query: Option<Plan>,
    inner: P,
    force: bool,
}

impl<T: Schema, R: Relation> Assoc<T, R> {
    /// The same to be preloaded, with associations of the loaded rows. One query for each, for all of them together.
    pub fn with<P: Preload<R::Row>>(self, preloads: P) -> Nested<T, R, P> {
        Nested { assoc: self, query: None, inner: preloads, force: false }
    }

    /// The same to be preloaded, of the rows of a query alone, in its order; a limit and an offset count the rows of each row that
    /// they belong to.
    ///
    /// ```
    /// # use bennu::repo::Migration;
    /// use bennu::prelude::*;
    ///
    /// schema! { pub struct Post in "posts" { title: String, has_many comments: Comment } }
    /// schema! { pub struct Comment in "comments" { body: String, likes: i64 = 0, belongs_to post: Post } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let tables = "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    /// #     CREATE TABLE comments (id INTEGER PRIMARY KEY, body TEXT NOT NULL, likes INTEGER NOT NULL, post_id INTEGER NOT NULL);
    /// #     INSERT INTO posts VALUES (1, 'One'), (2, 'Two');
    /// #     INSERT INTO comments (body, likes, post_id) VALUES ('a', 1, 1), ('b', 7, 1), ('c', 5, 1), ('d', 2, 2)";
    /// # repo.migrate(&[Migration::new(1, "create tables", tables)]).await?;
    /// let best = from!(c in Comment, where: c.likes > 1, order_by: [desc: c.likes], limit: 2);
    /// let posts = repo.preload(repo.all(Post).await?, Post::comments.with_query(best)).await?;
    /// let bodies = |post: &Post| post.comments.iter().map(|comment| comment.body.clone()).collect::<String>();
    /// assert_eq!((bodies(&posts[0]), bodies(&posts[1])), ("bc".to_owned(), "d".to_owned()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Of an association that leads through others, the query belongs to the last of these:
    /// `User::videos.with(Video::notes.with_query(newest))`.
    pub fn with_query<Q>(self, query: Q) -> Nested<T, R, ()>
    where
        Q: IntoQuery<Output = R::Row>,
        Q::Bindings: Bindings<First: Binding<Row = R::Row>>,
    {
        Nested { assoc: self, query: Some(query.into_query().plan), inner: (), force: false }
    }

    /// The same to be preloaded, also where it is loaded already.
    pub fn force(self) -> Nested<T, R, ()> {
        Nested { assoc: self, query: None, inner: (), force: true }
    }
}

impl<T: Schema, R: Relation, P> Nested<T, R, P> {
    /// The same, also where it is loaded already; that goes for what is nested in it, too.
    #[must_use]
    pub fn force(self) -> Self {
        Self { force: true, ..self }
    }
}

impl<T: Schema, R: Relation> Nested<T, R, ()> {
    /// The same, with associations of the loaded rows.
    pub fn with<P: Preload<R::Row>>(self, preloads: P) -> Nested<T, R, P> {
        let Self { assoc, query, force, .. } = self;
        Nested { assoc, query, inner: preloads, force }
    }
}

impl<T: Schema, R: Relation, P: Preload<R::Row>> Preload<T> for Nested<T, R, P> {
    async fn load<'a>(&'a self, repo: &'a Repo, mut rows: Vec<&'a mut T>, force: bool) -> Result<(), Error> {
        let force = force || self.force;
        let own = rows.iter_mut().map(|row| &mut **row).collect();
        load::load(repo, self.assoc, own, force, self.query.as_ref()).await?;
        let inner = rows.into_iter().flat_map(|row| self.assoc.get_mut(row).rows_mut()).collect();
        self.inner.load(repo, inner, force).await
    }
}

/// Nothing more.
impl<T: Schema> Preload<T> for () {
    async fn load<'a>(&'a self, _repo: &'a Repo, _rows: Vec<&'a mut T>, _force: bool) -> Result<(), Error> {
        Ok(())
    }
}

macro_rules! preloads_of_tuples {
    ($($($name:ident)+;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Schema, $($name: Preload<T>),+> Preload<T> for ($($name,)+) {
            #[expect(non_snake_case, reason = "one name for a type and its value keeps the macro short")]
            async fn load<'a>(&'a self, repo: &'a Repo, mut rows: Vec<&'a mut T>, force: bool) -> Result<(), Error> {
                let ($($name,)+) = self;
                $($name.load(repo, rows.iter_mut().map(|row| &mut **row).collect(), force).await?;)+
                Ok(())
            }
        }
    )+};
}

preloads_of_tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

/// A load that takes its way over other associations, as `schema!` writes it.
pub(crate) type Through<T> = for<'a> fn(
    &'a Repo,
    Vec<&'a mut T>,
    bool,
) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;
