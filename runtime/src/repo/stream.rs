//! A query comes in, its rows go out one after the other, however many there are.
//!
//! Somebody else reads ahead, a batch at a time, and waits while nobody asks: on PostgreSQL a task with a cursor, on a SQLite
//! file a thread that steps through the result. A SQLite database in memory and a transaction on SQLite have one connection,
//! which must be free in between; there the result is a temporary table.

use std::collections::BTreeSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::Stream;
use tokio::sync::mpsc;

use super::adapter::{Failure, Statement};
use super::log::Log;
use super::sqlite::Sqlite;
use super::{Backend, Error, Repo, TransactionOptions};
use crate::query::{IntoQuery, Purpose, Query};
use crate::schema::{LoadError, Row, Value};

/// How many rows are fetched at a time. There are at most three batches: one that is read, one that waits, one that is fetched.
pub(super) const BATCH: usize = 500;

/// What comes of a stream's source: rows, and at the end a word that it is the end, so that a source that dies is noticed.
pub(super) enum Batch<R> {
    Rows(Vec<R>),
    Failed(Error),
    End,
}

/// Rows of a query, one after the other, from [`Repo::stream`]. They can be read by [`next`](Self::next), or as a
/// [`Stream`](futures_util::Stream).
#[must_use = "nobody reads the rows"]
pub struct RowStream<R> {
    source: mpsc::Receiver<Batch<R>>,
    batch: std::vec::IntoIter<R>,
    is_over: bool,
}

impl<R> RowStream<R> {
    /// One that has nothing but an error.
    fn failed(error: Error) -> Self {
        let (sender, source) = mpsc::channel(1);
        // There is room for it.
        let _ = sender.try_send(Batch::Failed(error));
        Self { source, batch: Vec::new().into_iter(), is_over: false }
    }

    /// The next row; none after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<R, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R, Error>>> {
        loop {
            if let Some(row) = self.batch.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            let error = match ready!(self.source.poll_recv(context)) {
                Some(Batch::Rows(rows)) => {
                    self.batch = rows.into_iter();
                    continue;
                }
                Some(Batch::End) => None,
                Some(Batch::Failed(error)) => Some(error),
                None => {
                    let message = "what read the rows has ended before them".to_owned();
                    Some(Error::Busy { message })
                }
            };
            self.is_over = true;
            if let Some(error) = error {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

// Nothing in it is pinned.
impl<R> Unpin for RowStream<R> {}

impl<R> Stream for RowStream<R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<R> fmt::Debug for RowStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("is_over", &self.is_over).finish_non_exhaustive()
    }
}

/// A query on its way into a stream.
struct Source<R, F> {
    statement: Arc<Statement>,
    values: Vec<Value>,
    read: Arc<F>,
    sender: mpsc::Sender<Batch<R>>,
    failed: Box<dyn Fn(Failure) -> Error + Send + Sync>,
}

/// The numbers of the cursors that are open: few, so that their statements stay prepared.
#[derive(Default)]
pub(super) struct Cursors(Mutex<BTreeSet<u32>>);

/// A cursor's number, until it is dropped.
struct Number {
    number: u32,
    repo: Repo,
}

impl Number {
    fn take(repo: &Repo) -> Self {
        let mut open = repo.inner.cursors.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = (0..).find(|number| !open.contains(number)).unwrap_or(u32::MAX);
        open.insert(number);
        Self { number, repo: repo.clone() }
    }
}

impl Drop for Number {
    fn drop(&mut self) {
        let mut open = self.repo.inner.cursors.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(&self.number);
    }
}

impl Repo {
    /// The rows of a query one after the other, in constant memory: 500 of them are fetched at a time, while the ones before are read.
    ///
    /// Outside of a transaction the stream holds a connection until it is read to its end or dropped; within one, other
    /// statements of the transaction may come in between. It sees what was there when it began. It needs a runtime of tokio.
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
    /// # repo.query("INSERT INTO messages (author) VALUES ($1)", ["Ann"]).await?;
    /// let mut messages = repo.stream(Message);
    /// while let Some(message) = messages.next().await {
    ///     assert_eq!(message?.author, "Ann");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream<Q: IntoQuery>(&self, query: Q) -> RowStream<Q::Output> {
        let Query { plan, load, .. } = query.into_query();
        let compiled = match self.compile(&plan, Purpose::All) {
            Ok(_) if load.is_completed_later() => {
                let message = "a stream preloads nothing: take `preload` out of the query, and `repo.preload` its rows, some at a time";
                return RowStream::failed(Error::Query {
                    table: plan.table_name(),
                    message: message.to_owned(),
                });
            }
            Ok(compiled) => compiled,
            Err(error) => return RowStream::failed(error),
        };
        let (statement, values) = (Arc::clone(&compiled.statement), compiled.bind(plan));
        self.stream_rows(statement, values, load.reader(), move |failure| compiled.failed(failure))
    }

    /// The rows of any statement that reads.
    pub(super) fn stream_rows<R, F>(
        &self,
        statement: Arc<Statement>,
        values: Vec<Value>,
        read: F,
        failed: impl Fn(Failure) -> Error + Send + Sync + 'static,
    ) -> RowStream<R>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + Sync + 'static,
    {
        let (sender, receiver) = mpsc::channel(1);
        let (repo, to_end) = (self.clone(), sender.clone());
        let source = Source { statement, values, read: Arc::new(read), sender, failed: Box::new(failed) };
        tokio::spawn(async move {
            let result = source.feed(repo).await;
            // Where nobody listens any more, nobody wants to know.
            let _ = to_end.send(result.map_or_else(Batch::Failed, |()| Batch::End)).await;
        });
        RowStream { source: receiver, batch: Vec::new().into_iter(), is_over: false }
    }
}

impl<R, F> Source<R, F>
where
    R: Send + 'static,
    F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + Sync + 'static,
{
    async fn feed(self, repo: Repo) -> Result<(), Error> {
        match (repo.inner.database.file(), repo.in_any_transaction()) {
            (Some(file), false) => self.step(file, repo.inner.slow_query).await,
            (None, false) if repo.backend() == Backend::Postgres => {
                let read_only = TransactionOptions::new().read_only();
                repo.transaction_with(read_only, async |repo| self.fetch(repo).await).await
            }
            _ => self.fetch(repo).await,
        }
    }

    /// By a thread that steps through the result.
    async fn step(self, file: &Sqlite, slow_query: Option<Duration>) -> Result<(), Error> {
        let Self { statement, values, read, sender, failed } = self;
        let mut log = Log::begin(&statement, &values);
        let put = move |rows| sender.blocking_send(Batch::Rows(rows)).is_ok();
        let read = move |row: &mut Row<'_>| read(row);
        let result = file.step(&statement, values, read, put, &mut log.times).await;
        log.end(statement.table, &statement.sql, result.is_ok(), slow_query);
        result.map_err(failed)
    }

    /// By a cursor, or where there are none, by a table that is gone afterwards.
    async fn fetch(self, repo: Repo) -> Result<(), Error> {
        let Self { statement, values, read, sender, failed } = self;
        let number = Number::take(&repo);
        let cursor = Cursor::new(repo.backend(), &statement.sql, number.number);
        let run = |sql: &str| repo.inner.texts.statement(statement.table, sql);
        let nothing = |_: &mut Row<'_>| Ok(());
        repo.change(&run(&cursor.open), values, nothing).await.map_err(Failure::into_error)?;
        let fetch = run(&cursor.fetch);
        let mut last = 0_i64;
        loop {
            let read = Arc::clone(&read);
            let place = cursor.takes_place.then_some(Value::Integer(last)).into_iter().collect();
            let rows = repo.change(&fetch, place, move |row| read(row)).await.map_err(&failed)?.returned;
            let is_last = rows.len() < BATCH;
            last += BATCH as i64;
            if sender.send(Batch::Rows(rows)).await.is_err() || is_last {
                break;
            }
        }
        repo.change(&run(&cursor.close), Vec::new(), nothing).await.map_err(Failure::into_error)?;
        Ok(())
    }
}

/// The statements of one cursor.
struct Cursor {
    open: String,
    fetch: String,
    close: String,
    /// Whether `fetch` asks for the rows after a place, and does not remember it.
    takes_place: bool,
}

impl Cursor {
    fn new(backend: Backend, sql: &str, number: u32) -> Self {
        match backend {
            Backend::Postgres => Self {
                open: format!("DECLARE bennu_{number} NO SCROLL CURSOR FOR {sql}"),
                fetch: format!("FETCH {BATCH} FROM bennu_{number}"),
                close: format!("CLOSE bennu_{number}"),
                takes_place: false,
            },
            // The rows are numbered from 1 on, in the order in which they came.
            Backend::Sqlite => Self {
                open: format!("CREATE TEMP TABLE bennu_{number} AS {sql}"),
                fetch: format!(
                    "SELECT * FROM temp.bennu_{number} WHERE rowid > $1 ORDER BY rowid LIMIT {BATCH}"
                ),
                close: format!("DROP TABLE temp.bennu_{number}"),
                takes_place: true,
            },
        }
    }
}
