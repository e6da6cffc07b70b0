//! Queries and changesets come in, rows and the database's refusals go out.

mod adapter;
mod bulk;
mod compiled;
mod database;
mod error;
mod known;
mod log;
pub mod migration;
mod multi;
mod options;
mod paginate;
#[cfg(feature = "postgres")]
mod postgres;
mod preload;
mod raw;
mod read;
mod replica;
mod sqlite;
pub(crate) mod statement;
mod stream;
mod transaction;
mod write;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use database::Backend;
pub use error::{DatabaseError, Error, Result};
pub use migration::Migration;
pub use multi::{Changes, Failed, Multi, Name, Operation};
pub use options::{Isolation, TransactionOptions};
pub use paginate::{CursorPage, Page, Paging};
pub use preload::{Nested, Preload, Preloadable};
pub use raw::{Rows, Values};
pub use stream::RowStream;
pub use write::{OnConflict, WriteOptions};

pub(crate) use preload::{LookupKey, Through, load_through};

use adapter::Adapter;
use compiled::Queries;
use database::Database;
use migration::Way;
use replica::Replicas;
use sqlite::Sqlite;
use statement::Statements;
use transaction::Transaction;

#[doc = include_str!("../../docs/repo.md")]
#[derive(Clone)]
pub struct Repo {
    inner: Arc<Inner>,
    /// Where its statements run, if not on any connection.
    transaction: Option<Transaction>,
    replicas: Option<Arc<Replicas>>,
}

struct Inner {
    database: Database,
    queries: Queries,
    statements: Statements,
    texts: raw::Texts,
    cursors: stream::Cursors,
    /// From when on a statement is worth a warning.
    slow_query: Option<Duration>,
}

impl Repo {
    /// Opens the database at `url`: what a program does with its `DATABASE_URL`.
    ///
    /// `postgres://` and `postgresql://` are PostgreSQL, as in `postgres://user:password@localhost:5432/shop`, or over a Unix
    /// socket `postgres:///shop?host=/var/run/postgresql`; everything else is SQLite, see [`sqlite`](Self::sqlite). Of
    /// PostgreSQL's settings after the `?`, these are the pool's; the others are libpq's (`connect_timeout`, `options`,
    /// `target_session_attrs` ..).
    ///
    /// | setting | default | what it means |
    /// |---|---|---|
    /// | `pool_size` | `10` | connections at most; they are made when they are needed |
    /// | `pool_timeout` | `5000` | milliseconds that a statement waits for a connection before it fails with [`Error::Busy`] |
    /// | `pool_queue` | `1000` | statements that wait at most; further ones fail with [`Error::Busy`] at once |
    /// | `slow_query` | `1000` | milliseconds from which on a statement is worth a warning in the log; `0` for never |
    /// | `sslmode` | `prefer` | as libpq means it. `disable`; `prefer`: encrypted where the server is able to; `require`: or not at all; `verify-ca`: and somebody trusted has signed the server's certificate; `verify-full`: and it is the host's. A socket of the machine's own is not encrypted |
    /// | `sslrootcert` | Mozilla's authorities | the path of a PEM file with the certificates to trust; `require` then means `verify-ca` |
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), bennu::repo::Error> {
    /// let repo = bennu::Repo::connect("sqlite::memory:").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Setting`] for an address that is none, [`Error::Database`] when the database does not answer.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        Database::open(url).await.map(Self::new)
    }

    /// Opens a SQLite database, which is made where there is none.
    ///
    /// `url` is the path of a file (`hello.sqlite`, `sqlite:hello.sqlite`, `sqlite:///var/lib/hello.sqlite`) or `:memory:`
    /// (`sqlite::memory:`) for a database that is gone with the last clone of the repo: for tests. Settings follow a `?`:
    ///
    /// | setting | default | what it means |
    /// |---|---|---|
    /// | `synchronous` | `normal` | `normal`: what was answered survives the end of the process, `kill -9` included; the last moments before a power cut may be lost, never torn. `full`: they survive too, and each write waits for the disk |
    /// | `busy_timeout` | `5000` | milliseconds that a write waits for another process's |
    /// | `slow_query` | `1000` | milliseconds from which on a statement is worth a warning in the log; `0` for never |
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), bennu::repo::Error> {
    /// let repo = bennu::Repo::sqlite(":memory:").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Setting`] for a setting that is not in the table, [`Error::Database`] when the file cannot be opened.
    pub async fn sqlite(url: &str) -> Result<Self, Error> {
        let sqlite = Sqlite::open(sqlite::Settings::parse(url)?).await?;
        Ok(Self::new(Database::Sqlite(sqlite)))
    }

    fn new(database: Database) -> Self {
        let slow_query = database.slow_query();
        let inner = Inner {
            database,
            queries: Queries::default(),
            statements: Statements::default(),
            texts: raw::Texts::default(),
            cursors: stream::Cursors::default(),
            slow_query,
        };
        Self { inner: Arc::new(inner), transaction: None, replicas: None }
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.inner.database.backend()
    }

    /// Brings the database up to date: runs each migration that it has not seen, ordered by version, each in a transaction.
    ///
    /// What has run is in the table `schema_migrations`. Call it at start-up; several processes may do so at once. Returns
    /// how many ran.
    ///
    /// # Errors
    /// [`Error::Migration`] names the first one that failed. It has left nothing behind, and those before it are done.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<usize, Error> {
        self.inner.database.migrate(Way::Forward, migration::in_order(migrations)?).await
    }

    /// Takes back the last `steps` migrations that have run, newest first. Returns how many these were.
    ///
    /// # Errors
    /// [`Error::Migration`] for one that does not know the way back, or fails. Those before it are taken back.
    pub async fn rollback(&self, migrations: &[Migration], steps: usize) -> Result<usize, Error> {
        let ordered = migration::in_order(migrations)?;
        let seen = self.inner.database.migrated().await?;
        let has_run = |migration: &Migration| seen.contains(&migration.version);
        let newest = ordered.into_iter().rev().filter(has_run).take(steps).collect();
        self.inner.database.migrate(Way::Backward, newest).await
    }

    /// What has run of the program's migrations, ordered by version; with those that the database has seen and the program
    /// does not have any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn migrations(&self, migrations: &[Migration]) -> Result<Vec<migration::Status>, Error> {
        let ordered = migration::in_order(migrations)?;
        Ok(migration::compare(&ordered, &self.inner.database.migrated().await?))
    }
}

impl fmt::Debug for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repo")
            .field("database", &self.inner.database)
            .field("in_transaction", &self.in_transaction())
            .finish_non_exhaustive()
    }
}
