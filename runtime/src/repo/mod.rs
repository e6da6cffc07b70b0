//! Queries and changesets come in, rows and the database's refusals go out.

mod adapter;
mod error;
mod migration;
mod query;
mod read;
mod sqlite;
mod statement;
mod write;

use std::fmt;
use std::sync::Arc;

pub use error::{DatabaseError, Error};
pub use migration::Migration;
pub use query::{Direction, IntoQuery, Order, Query, asc, desc};

use adapter::Adapter;
use sqlite::Sqlite;
use statement::Statements;

#[doc = include_str!("../../docs/repo.md")]
#[derive(Clone)]
pub struct Repo {
    inner: Arc<Inner>,
}

struct Inner {
    adapter: Sqlite,
    statements: Statements,
}

impl Repo {
    /// Opens a SQLite database, which is made where there is none.
    ///
    /// `url` is the path of a file (`hello.sqlite`, `sqlite:hello.sqlite`, `sqlite:///var/lib/hello.sqlite`) or `:memory:`
    /// (`sqlite::memory:`) for a database that is gone with the last clone of the repo: for tests. Settings follow a `?`:
    ///
    /// | setting | default | what it means |
    /// |---|---|---|
    /// | `synchronous` | `normal` | `normal`: what was answered survives the end of the process, `kill -9` included; the last moments before a power cut may be lost, never torn. `full`: they survive too, and each write waits for the disk |
    /// | `busy_timeout` | `5000` | milliseconds that a write waits for another process's |
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
        let adapter = Sqlite::open(sqlite::Settings::parse(url)?).await?;
        Ok(Self { inner: Arc::new(Inner { adapter, statements: Statements::default() }) })
    }

    /// Brings the database up to date: runs each migration that it has not seen, ordered by version, each in a transaction.
    ///
    /// What has run is in the table `schema_migrations`. Call it at start-up; several processes may do so at once. Returns
    /// how many ran.
    ///
    /// # Errors
    /// [`Error::Migration`] names the first one that failed. It has left nothing behind, and those before it are done.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<usize, Error> {
        self.inner.adapter.migrate(migration::in_order(migrations)?).await
    }
}

impl fmt::Debug for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repo").field("adapter", &self.inner.adapter).finish_non_exhaustive()
    }
}
