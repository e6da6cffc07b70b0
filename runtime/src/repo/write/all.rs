//! Many new rows come in, a few statements store them.

use std::sync::Arc;

use super::super::adapter::{Failure, Statement, Written};
use super::super::read::unloadable;
use super::{Error, Insert, Repo, Returning, WriteOptions, WritePlan, inserted, ready};
use crate::changeset::{Action, Changeset};
use crate::schema::{Row, Schema, Source, Value};

/// How many values a statement may have: below SQLite's 32,766 and PostgreSQL's 65,535.
const MOST_VALUES: usize = 32_000;

/// Rows with the fields that they have values for, and how many of them one statement takes.
struct Batch<T: Schema> {
    rows: Vec<Changeset<T>>,
    fields: Vec<usize>,
    size: usize,
}

impl Repo {
    /// Stores many new rows by as few statements as possible, all or none, and returns how many these were.
    ///
    /// Rows are changesets, or anything that makes one. Nothing but the rows themselves is stored: what changesets are to
    /// [prepare](Changeset::prepare_changes) does not run. Times are set as by [`insert`](Self::insert). The first changeset that
    /// is invalid comes back, and nothing is stored. A constraint that is broken is an error, whatever the changesets say of it.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Category in "categories" { name: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create categories", table)]).await?;
    /// let categories = ["Action", "Drama", "Comedy"].map(|name| Changeset::from(Category).put_change(Category::name, name));
    /// assert_eq!(repo.insert_all(categories).await??, 3);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database fails, or refuses a row.
    pub async fn insert_all<T: Schema, C: Into<Changeset<T>>>(
        &self,
        rows: impl IntoIterator<Item = C>,
    ) -> Result<Result<usize, Changeset<T>>, Error> {
        Ok(self.insert_all_with(rows, WriteOptions::new()).await?.map(|(count, _)| count))
    }

    /// The same with options: what happens to rows that others are in the way of ([`OnConflict`](super::OnConflict)), and with
    /// [`returning`](WriteOptions::returning) the rows that were stored.
    ///
    /// # Errors
    /// As of [`insert_all`](Self::insert_all).
    pub async fn insert_all_with<T: Schema, C: Into<Changeset<T>>>(
        &self,
        rows: impl IntoIterator<Item = C>,
        options: impl Into<WriteOptions<T>>,
    ) -> Result<Result<(usize, Vec<T>), Changeset<T>>, Error> {
        let (options, now) = (options.into(), crate::schema::now());
        let ready = rows.into_iter().map(|row| {
            let mut changeset = ready(row.into(), Action::Insert)?;
            changeset.stamp(Action::Insert, now);
            Ok(changeset)
        });
        let rows = match ready.collect::<Result<Vec<_>, _>>() {
            Ok(rows) => rows,
            Err(refused) => return Ok(Err(refused)),
        };
        let batch = Batch::new(rows, &options);
        let stored = if batch.rows.len() > batch.size {
            Box::pin(self.transaction(async |repo| repo.insert_batch(&batch, &options).await)).await
        } else {
            self.insert_batch(&batch, &options).await
        };
        stored.map(Ok)
    }

    async fn insert_batch<T: Schema>(
        &self,
        batch: &Batch<T>,
        options: &WriteOptions<T>,
    ) -> Result<(usize, Vec<T>), Error> {
        let (mut count, mut stored) = (0, Vec::new());
        for rows in batch.rows.chunks(batch.size) {
            let written = match self.insert_rows(batch, rows, options).await {
                Ok(written) => written,
                Err(failure) => {
                    // No single changeset is to blame, so that this is an error in any case.
                    self.refuse(Changeset::<T>::blank(), Action::Insert, failure).await.map(drop)?;
                    continue;
                }
            };
            count += written.rows;
            for values in written.returned {
                stored.push(load(values).map_err(unloadable::<T>)?);
            }
        }
        Ok((count, stored))
    }

    async fn insert_rows<T: Schema>(
        &self,
        batch: &Batch<T>,
        rows: &[Changeset<T>],
        options: &WriteOptions<T>,
    ) -> Result<Written<Vec<Value>>, Failure> {
        let of_row = |row| batch.fields.iter().map(move |index| Changeset::value(row, *index));
        let mut values: Vec<_> = rows.iter().flat_map(of_row).collect();
        values.extend(options.on_conflict.iter().flat_map(|on_conflict| on_conflict.values.iter().cloned()));
        let plan = WritePlan::Insert(Insert {
            fields: batch.fields.clone(),
            rows: rows.len(),
            conflict: options.on_conflict.as_ref().map(|on_conflict| on_conflict.shape.clone()),
            returning: if options.returning { Returning::All } else { Returning::Nothing },
        });
        // Not kept: there are as many texts as there are numbers of rows.
        let statement: Arc<Statement> = Arc::new(plan.statement(&self.inner.database, &Source::of::<T>()));
        self.change(&statement, values, |row| row.values()).await
    }
}

impl<T: Schema> Batch<T> {
    fn new(rows: Vec<Changeset<T>>, options: &WriteOptions<T>) -> Self {
        let mut fields: Vec<_> = rows.iter().flat_map(inserted).collect();
        fields.sort_unstable();
        fields.dedup();
        let left =
            MOST_VALUES - options.on_conflict.as_ref().map_or(0, |on_conflict| on_conflict.values.len());
        // Rows without any value go one by one: SQL has no way to say several.
        let size = if fields.is_empty() { 1 } else { (left / fields.len()).max(1) };
        Self { rows, fields, size }
    }
}

/// The row that the database returned, with the defaults of what it does not have.
fn load<T: Schema>(values: Vec<Value>) -> Result<T, crate::schema::LoadError> {
    let mut all: Vec<_> = T::FIELDS.iter().map(|field| field.default_value()).collect();
    for (index, value) in Returning::All.fields(T::FIELDS).into_iter().zip(values) {
        all[index] = value;
    }
    T::load(&mut Row::whole(&crate::changeset::Values(all)))
}
