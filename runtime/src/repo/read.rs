//! A query comes in, rows go out.

use std::sync::Arc;

use super::adapter::Failure;
use super::compiled::Compiled;
use super::{Error, Repo};
use crate::query::{Aggregate, Bindings, IntoQuery, Load, Loader, Plan, Purpose, Query, Summable, render};
use crate::schema::{Column, FieldType, Key as _, LoadError, Schema, Value};

impl Repo {
    /// All rows of a query; `repo.all(Message)` is the whole table.
    ///
    /// ```
    /// # use bennu::prelude::*;
    /// # use bennu::repo::Migration;
    /// schema! { pub struct Message in "messages" { author: String, likes: i64 = 0 } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE messages (id INTEGER PRIMARY KEY, author TEXT NOT NULL, likes INTEGER NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create messages", table)]).await?;
    /// # repo.insert(Changeset::from(Message).put_change(Message::author, "Ann")).await??;
    /// let messages: Vec<Message> = repo.all(Message).await?;
    /// let authors: Vec<String> = repo.all(from!(m in Message, where: m.likes < 3, select: m.author)).await?;
    /// assert_eq!(authors, ["Ann"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database fails, or holds what the query's types cannot.
    pub async fn all<Q: IntoQuery>(&self, query: Q) -> Result<Vec<Q::Output>, Error> {
        self.read_query(query.into_query(), Purpose::All).await
    }

    /// The only row of a query, or none.
    ///
    /// # Errors
    /// [`Error::MultipleResults`] where there are more. No more than two of them are read.
    pub async fn one<Q: IntoQuery>(&self, query: Q) -> Result<Option<Q::Output>, Error> {
        let query = query.into_query();
        let table = query.plan.table_name();
        // One row with several that belong to it is several rows of the database.
        let purpose = if query.load.unites_rows() { Purpose::All } else { Purpose::One };
        let mut rows = self.read_query(query, purpose).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            _ => Err(Error::MultipleResults { table }),
        }
    }

    /// The only row of a query; Ecto's `one!`.
    ///
    /// ```
    /// # use bennu::prelude::*;
    /// # use bennu::repo;
    /// # schema! { pub struct Video in "videos" { title: String, user_id: i64 } }
    /// async fn fetch_user_video(repo: &Repo, user_id: i64, id: i64) -> repo::Result<Video> {
    ///     repo.fetch_one(from!(v in Video, where: v.user_id == ^user_id and v.id == ^id)).await
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFound`], which is answered with 404, where there is none; [`Error::MultipleResults`] where there are more.
    pub async fn fetch_one<Q: IntoQuery>(&self, query: Q) -> Result<Q::Output, Error> {
        let query = query.into_query();
        let table = query.plan.table_name();
        self.one(query).await?.ok_or(Error::NotFound { table })
    }

    /// Whether a query has any row; asks the database for no more than that.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exists<Q: IntoQuery>(&self, query: Q) -> Result<bool, Error> {
        let rows = self.read(query.into_query().plan, Purpose::Exists, |_| Ok(())).await?;
        Ok(!rows.is_empty())
    }

    /// How many rows a query has; those that its limit and offset leave, where it has them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count<Q: IntoQuery>(&self, query: Q) -> Result<u64, Error> {
        self.count_plan(query.into_query().plan).await
    }

    /// The sum of a column over a query's rows; none of no rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sum<T, F, Q>(&self, query: Q, column: Column<T, F>) -> Result<F::Sum, Error>
    where
        T: Schema,
        F: FieldType + Summable,
        F::Sum: Default,
        Q: IntoQuery<Output = T>,
    {
        let sum = self.aggregate(query.into_query().plan, Aggregate::Sum, column.index(), |row| row.read());
        Ok(sum.await?.unwrap_or_default())
    }

    /// The average of a column over a query's rows; none of no rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn avg<T, F, Q>(&self, query: Q, column: Column<T, F>) -> Result<F::Average, Error>
    where
        T: Schema,
        F: FieldType + Summable,
        F::Average: Default,
        Q: IntoQuery<Output = T>,
    {
        let average =
            self.aggregate(query.into_query().plan, Aggregate::Avg, column.index(), |row| row.read());
        Ok(average.await?.unwrap_or_default())
    }

    /// The smallest value of a column among a query's rows; none of no rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn min<T: Schema, F: FieldType>(
        &self,
        query: impl IntoQuery<Output = T>,
        column: Column<T, F>,
    ) -> Result<Option<F::Inner>, Error> {
        let least = self.aggregate(query.into_query().plan, Aggregate::Min, column.index(), |row| row.read());
        Ok(least.await?.flatten())
    }

    /// The largest value of a column among a query's rows; none of no rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn max<T: Schema, F: FieldType>(
        &self,
        query: impl IntoQuery<Output = T>,
        column: Column<T, F>,
    ) -> Result<Option<F::Inner>, Error> {
        let most = self.aggregate(query.into_query().plan, Aggregate::Max, column.index(), |row| row.read());
        Ok(most.await?.flatten())
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
        let plan = parts.fold(Plan::table::<T>(), |plan, (index, part)| plan.equal(*index, part));
        Ok(self.read(plan, Purpose::All, <T as Schema>::load).await?.pop())
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
        let plan = Plan::table::<T>().equal(column.index(), FieldType::dump(&value.into()));
        let mut rows = self.read(plan, Purpose::One, <T as Schema>::load).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            _ => Err(Error::MultipleResults { table: T::TABLE }),
        }
    }

    /// The SQL text of a query on this repo's database and the values that are bound to it, as [`all`](Self::all) would run
    /// it; for tests and for looking things up.
    ///
    /// ```
    /// # use bennu::prelude::*;
    /// schema! { pub struct User in "users" { name: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// let (sql, values) = repo.to_sql(from!(u in User, where: u.name == ^"Ann", select: u.id));
    /// assert_eq!(sql, r#"SELECT "u0"."id" FROM "users" AS "u0" WHERE "u0"."name" = ?"#);
    /// assert_eq!(values, ["Ann".into()]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn to_sql<Q: IntoQuery>(&self, query: Q) -> (String, Vec<Value>) {
        let plan = query.into_query().plan;
        let rendered = render(&plan, Purpose::All, self.backend());
        let mut values = Vec::new();
        plan.write_values(&mut values);
        (rendered.sql.clone(), rendered.bind(values))
    }

    pub(super) async fn count_plan(&self, plan: Plan) -> Result<u64, Error> {
        let counted = self.aggregate(plan, Aggregate::Count, 0, |row| row.read::<i64>()).await?;
        Ok(counted.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    async fn aggregate<R: Send + 'static>(
        &self,
        plan: Plan,
        aggregate: Aggregate,
        column: usize,
        load: Load<R>,
    ) -> Result<Option<R>, Error> {
        Ok(self.read(plan, Purpose::Aggregate(aggregate, column), load).await?.pop())
    }

    /// Runs a query and reads what comes of it, with what it preloads.
    pub(super) async fn read_query<B: Bindings, R: Send + 'static>(
        &self,
        query: Query<B, R>,
        purpose: Purpose,
    ) -> Result<Vec<R>, Error> {
        let Query { plan, load, .. } = query;
        let compiled = self.compile(&plan, purpose)?;
        let values = compiled.bind(plan);
        let read = self.rows(&compiled.statement, values, load.reader()).await;
        self.complete(&load, read.map_err(|failure| compiled.failed(failure))?).await
    }

    /// Gives rows that were read what belongs to them.
    pub(super) async fn complete<R>(&self, load: &Loader<R>, rows: Vec<R>) -> Result<Vec<R>, Error> {
        let mut rows = if load.unites_rows() { load.unite(rows) } else { rows };
        for preloads in load.preloads() {
            preloads.load(self, rows.iter_mut().collect()).await?;
        }
        Ok(rows)
    }

    /// Runs a plan and reads what comes of it.
    pub(super) async fn read<R: Send + 'static>(
        &self,
        plan: Plan,
        purpose: Purpose,
        load: Load<R>,
    ) -> Result<Vec<R>, Error> {
        let compiled = self.compile(&plan, purpose)?;
        let values = compiled.bind(plan);
        self.rows(&compiled.statement, values, load).await.map_err(|failure| compiled.failed(failure))
    }

    pub(super) fn compile(&self, plan: &Plan, purpose: Purpose) -> Result<Arc<Compiled>, Error> {
        let compiled = self.inner.queries.get(plan, purpose, self.backend());
        compiled.check().map(|()| compiled)
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
