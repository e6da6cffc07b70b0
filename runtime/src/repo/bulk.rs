//! A query comes in, all of its rows are changed or deleted at once.

use super::{DatabaseError, Error, Repo};
use crate::query::{IntoQuery, Plan, Purpose, Query};
use crate::schema::{LoadError, Row};

impl Repo {
    /// Changes all rows of a query by its `update`, in one statement and without changesets; returns how many these were.
    /// The first table is changed; rows of joins and a limit say which of its rows.
    ///
    /// ```
    /// # use bennu::prelude::*;
    /// # use bennu::repo::Migration;
    /// schema! { pub struct Page in "pages" { title: String, views: i64 = 0 } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT NOT NULL, views INTEGER NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create pages", table)]).await?;
    /// # let page = repo.insert(Changeset::from(Page).put_change(Page::title, "Home")).await??;
    /// let seen = from!(p in Page, where: p.id == ^page.id, update: [inc: [views: 1]]);
    /// assert_eq!(repo.update_all(seen).await?, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database fails or refuses a row, and for a query without `update`.
    pub async fn update_all<Q: IntoQuery>(&self, query: Q) -> Result<usize, Error> {
        let plan = changing(query.into_query().plan)?;
        self.write_all(plan, Purpose::Update { returning: false }, |_| Ok(())).await.map(|(rows, _)| rows)
    }

    /// The same, and what the query selects of the rows as they are afterwards.
    ///
    /// # Errors
    /// As [`update_all`](Self::update_all).
    pub async fn update_all_returning<Q: IntoQuery>(&self, query: Q) -> Result<Vec<Q::Output>, Error> {
        let Query { plan, load, .. } = query.into_query();
        let purpose = Purpose::Update { returning: true };
        let (_, rows) = self.write_all(changing(plan)?, purpose, load.reader()).await?;
        self.complete(&load, rows).await
    }

    /// Deletes all rows of a query in one statement; returns how many these were.
    ///
    /// # Errors
    /// When the database fails, or other rows refer to one of them.
    pub async fn delete_all<Q: IntoQuery>(&self, query: Q) -> Result<usize, Error> {
        let plan = query.into_query().plan;
        self.write_all(plan, Purpose::Delete { returning: false }, |_| Ok(())).await.map(|(rows, _)| rows)
    }

    /// The same, and what the query selects of the rows as they were.
    ///
    /// # Errors
    /// As [`delete_all`](Self::delete_all).
    pub async fn delete_all_returning<Q: IntoQuery>(&self, query: Q) -> Result<Vec<Q::Output>, Error> {
        let Query { plan, load, .. } = query.into_query();
        let (_, rows) = self.write_all(plan, Purpose::Delete { returning: true }, load.reader()).await?;
        self.complete(&load, rows).await
    }

    async fn write_all<R: Send + 'static>(
        &self,
        plan: Plan,
        purpose: Purpose,
        load: impl Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
    ) -> Result<(usize, Vec<R>), Error> {
        let compiled = self.compile(&plan, purpose)?;
        let values = compiled.bind(plan);
        let written = self.change(&compiled.statement, values, load).await;
        written.map(|written| (written.rows, written.returned)).map_err(|failure| compiled.failed(failure))
    }
}

fn changing(plan: Plan) -> Result<Plan, Error> {
    if plan.changes() {
        return Ok(plan);
    }
    let message = format!("the query on `{}` changes nothing: it has no `update`", plan.table_name());
    Err(Error::Database(DatabaseError::new(None, message)))
}
