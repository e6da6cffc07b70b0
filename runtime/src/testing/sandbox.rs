//! A database with its migrations comes in, one of its own for each test goes out.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::OnceCell;

use super::PostgresServer;
use crate::repo::{self, DatabaseError, Migration, Repo};

/// A migrated database, of which each test gets its own view: tests run at once and do not see each other's rows.
///
/// On SQLite each [`checkout`](Self::checkout) is a copy in memory, which takes some ten microseconds; whatever the test does
/// in it is real. On PostgreSQL it is a transaction that is never committed, as Ecto's sandbox has it: transactions within it are
/// savepoints, and a statement that fails leaves it intact. In both cases it lasts as long as the repo and its clones do.
/// Whoever gets the repo, as the application's state under a [`Client`](super::Client) and the tasks that it starts, works
/// in the same view.
///
/// ```
/// use std::sync::LazyLock;
///
/// use bennu::Changeset;
/// use bennu::repo::Migration;
/// use bennu::testing::Sandbox;
///
/// bennu::schema! { pub struct User in "users" { name: String } }
///
/// const MIGRATIONS: &[Migration] =
///     &[Migration::new(1, "create users", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")];
///
/// static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::new("sqlite::memory:", MIGRATIONS));
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> bennu::Result {
/// let (repo, other) = (SANDBOX.checkout().await?, SANDBOX.checkout().await?);
/// repo.insert(Changeset::from(User).put_change(User::name, "Ann")).await??;
/// assert_eq!(repo.all(User).await?.len(), 1);
/// assert_eq!(other.all(User).await?.len(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Sandbox {
    place: Place,
    migrations: Vec<Migration>,
    opened: OnceCell<Opened>,
}

/// Where the database is.
#[derive(Debug)]
enum Place {
    Url(String),
    /// On a server of its own.
    OwnServer,
}

#[derive(Debug)]
struct Opened {
    repo: Repo,
    /// Lives as long as the repo.
    _server: Option<PostgresServer>,
}

impl Sandbox {
    /// The database at `url`, as [`Repo::connect`] takes it, with `migrations`. Nothing happens before the first
    /// [`checkout`](Self::checkout).
    #[must_use]
    pub fn new(url: impl Into<String>, migrations: &[Migration]) -> Self {
        Self::of(Place::Url(url.into()), migrations)
    }

    /// A database on a [`PostgresServer`] of its own, which the first [`checkout`](Self::checkout) starts; up to 40 tests run
    /// at once.
    ///
    /// ```no_run
    /// # use bennu::repo::Migration;
    /// # use bennu::testing::Sandbox;
    /// # use std::sync::LazyLock;
    /// # const MIGRATIONS: &[Migration] = &[];
    /// static POSTGRES: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::postgres(MIGRATIONS));
    /// ```
    #[must_use]
    pub fn postgres(migrations: &[Migration]) -> Self {
        Self::of(Place::OwnServer, migrations)
    }

    fn of(place: Place, migrations: &[Migration]) -> Self {
        Self { place, migrations: migrations.to_vec(), opened: OnceCell::new() }
    }

    /// The database for one test. The first call connects and runs the migrations.
    ///
    /// On PostgreSQL each holds a connection: the `pool_size` in the address is how many tests run at once, and further ones
    /// wait for `pool_timeout`.
    ///
    /// # Errors
    /// As of [`Repo::connect`] and [`Repo::migrate`], and [`Busy`](repo::Error::Busy) where no connection became free; with
    /// [`postgres`](Self::postgres), where the server does not start.
    pub async fn checkout(&self) -> Result<Repo, repo::Error> {
        in_background(async {
            self.opened.get_or_try_init(async || self.open().await).await?.repo.sandbox().await
        })
        .await
    }

    async fn open(&self) -> Result<Opened, repo::Error> {
        let (url, server) = match &self.place {
            Place::Url(url) => (url.clone(), None),
            Place::OwnServer => {
                let failed = |error: io::Error| DatabaseError::new(None, error.to_string());
                let server = PostgresServer::start().map_err(|error| repo::Error::Database(failed(error)))?;
                (format!("{}&pool_size=40", server.url()), Some(server))
            }
        };
        let repo = Repo::connect(&url).await?;
        repo.migrate(&self.migrations).await?;
        Ok(Opened { repo, _server: server })
    }
}

/// Where the connections of all sandboxes live, since each test has a runtime that ends with it.
static BACKGROUND: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("the system gives what a runtime needs")
});

/// The same as awaiting `work`, but what it spawns and what it opens belongs to the runtime in the background.
async fn in_background<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    poll_fn(|context| {
        let _entered = BACKGROUND.enter();
        work.as_mut().poll(context)
    })
    .await
}
