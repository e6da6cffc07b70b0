//! A query comes in, rows go out.

use super::adapter::Failure;
use super::statement::Plan;
use super::{Error, IntoQuery, Query, Repo};
use crate::schema::{Column, FieldType, Key as _, LoadError, Schema, Table};

impl Repo {
    /// All rows of a query; `repo.all(Message)` is the whole table.
    ///
    /// # Errors
    /// When the database fails, or holds what the schema's types cannot.
    pub async fn all<Q: IntoQuery>(&self, query: Q) -> Result<Vec<Q::Row>, Error> {
        self.run(query.into_query()).await
    }

    /// The only row of a query, or none.
    ///
    /// # Errors
    /// [`Error::MultipleResults`] where there are more.
    pub async fn one<Q: IntoQuery>(&self, query: Q) -> Result<Option<Q::Row>, Error> {
        let mut rows = self.all(query).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            count => Err(Error::MultipleResults { table: Q::Row::TABLE, count }),
        }
    }

    /// The row with this primary key, or none.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// bennu::schema! { pub struct Message in "messages" { author: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), bennu::repo::Error> {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE messages (id INTEGER PRIMARY KEY, author TEXT NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create messages", table)]).await?;
    /// assert_eq!(repo.get::<Message>(7).await?, None);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database fails, or holds what the schema's types cannot.
    pub async fn get<T: Schema>(&self, key: T::Key) -> Result<Option<T>, Error> {
        let parts = T::KEY.iter().zip(key.values());
        let query =
            parts.fold(Table::<T>::new().into_query(), |query, (index, part)| query.equal(*index, part));
        Ok(self.run(query).await?.pop())
    }

    /// The row with this primary key; Ecto's `get!`.
    ///
    /// # Errors
    /// [`Error::NotFound`], which is answered with 404, where there is none.
    pub async fn fetch<T: Schema>(&self, key: T::Key) -> Result<T, Error> {
        self.get(key).await?.ok_or(Error::NotFound { table: T::TABLE })
    }

    /// The only row with this value in a column, or none.
    ///
    /// # Errors
    /// [`Error::MultipleResults`] where there are more.
    pub async fn get_by<T: Schema, F: FieldType>(
        &self,
        column: Column<T, F>,
        value: impl Into<F::Inner>,
    ) -> Result<Option<T>, Error> {
        let query = Table::<T>::new().where_eq(column, value);
        self.one(query).await
    }

    async fn run<T: Schema>(&self, query: Query<T>) -> Result<Vec<T>, Error> {
        let (shape, values) = query.into_parts();
        let statement = self.inner.statements.get::<T>(&self.inner.database, Plan::Select(shape));
        self.rows(&statement, values, T::load).await.map_err(failed::<T>)
    }
}

/// A failure of a statement on the table of `T` that no changeset can take.
pub(super) fn failed<T: Schema>(failure: Failure) -> Error {
    match failure {
        Failure::Load(source) => unloadable::<T>(source),
        other => other.into_error(),
    }
}

pub(super) fn unloadable<T: Schema>(source: LoadError) -> Error {
    let field = source.index().and_then(|index| T::FIELDS.get(index)).map(|field| field.name());
    Error::Load { table: T::TABLE, field, source }
}
