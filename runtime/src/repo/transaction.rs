//! Work comes in, the database has all that it wrote or nothing when it goes out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::adapter::{Access, Adapter, Failure, Statement, Written};
use super::database::Connected;
use super::log::{Log, Times};
use super::{Error, Repo, TransactionOptions};
use crate::schema::{LoadError, Row, Value};

/// How long a statement waits for its transaction's connection. Only statements of one transaction that run at once wait, and
/// those of a repo whose transaction has handed its connection to an inner one.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a repo within a transaction runs its statements on.
#[derive(Clone)]
pub(super) struct Transaction {
    session: Arc<Mutex<Session>>,
    /// Whether it is the one that a test runs in, which nobody in the test is to notice.
    is_sandbox: bool,
}

/// A transaction's state.
struct Session {
    holds: Holds,
    /// The savepoint of an inner transaction that was given up in the middle: it is rolled back before anything else.
    abandoned: bool,
}

enum Holds {
    /// The outermost transaction has the connection.
    Connection(Connected),
    /// An inner transaction, a savepoint, has what the outer one has.
    Outer(OwnedMutexGuard<Session>),
    /// The transaction is over; a task that outlived it may still have its repo.
    Nothing,
}

impl Session {
    fn connection(&mut self) -> Result<&mut Connected, Failure> {
        match &mut self.holds {
            Holds::Connection(connection) => Ok(connection),
            Holds::Outer(session) => session.connection(),
            Holds::Nothing => Err(Failure::Busy(
                "the transaction of this repo is over: use the repo that began it".to_owned(),
            )),
        }
    }

    /// The connection, without what an inner transaction has left behind.
    async fn ready(&mut self) -> Result<&mut Connected, Failure> {
        if self.abandoned {
            self.connection()?.batch(ROLLBACK_TO_SAVEPOINT).await?;
            self.abandoned = false;
        }
        self.connection()
    }
}

// One name for all depths: SQL takes the innermost.
const SAVEPOINT: &str = "SAVEPOINT bennu";
const RELEASE_SAVEPOINT: &str = "RELEASE SAVEPOINT bennu";
const ROLLBACK_TO_SAVEPOINT: &str = "ROLLBACK TO SAVEPOINT bennu; RELEASE SAVEPOINT bennu";

impl Transaction {
    async fn begin(repo: &Repo, options: TransactionOptions, times: &mut Times) -> Result<Self, Failure> {
        let holds = match &repo.transaction {
            None => Holds::Connection(repo.inner.database.begin(options, times).await?),
            Some(outer) => {
                let mut session = outer.lock().await?;
                times.connected(None);
                timed(times, session.ready().await?.batch(SAVEPOINT)).await?;
                Holds::Outer(session)
            }
        };
        Ok(Self::new(holds))
    }

    fn new(holds: Holds) -> Self {
        Self { session: Arc::new(Mutex::new(Session { holds, abandoned: false })), is_sandbox: false }
    }

    /// Around a whole test; it is taken back when the last repo in it is dropped.
    pub(super) fn sandbox(connection: Connected) -> Self {
        Self { is_sandbox: true, ..Self::new(Holds::Connection(connection)) }
    }

    async fn lock(&self) -> Result<OwnedMutexGuard<Session>, Failure> {
        tokio::time::timeout(PATIENCE, Arc::clone(&self.session).lock_owned()).await.map_err(|_| {
            Failure::Busy(format!(
                "waited {} s for the connection of a transaction: within an inner one, use the repo that it hands over",
                PATIENCE.as_secs()
            ))
        })
    }

    /// Ends it; afterwards nobody who still has its repo can use it.
    async fn end(&self, commit: bool) -> Result<(), Failure> {
        let mut log = Log::command();
        let mut session = self.lock().await?;
        log.times.connected(None);
        let sql = match (&session.holds, commit) {
            (Holds::Connection(_), true) => "COMMIT",
            (Holds::Connection(_), false) => "ROLLBACK",
            (Holds::Outer(_), true) => RELEASE_SAVEPOINT,
            (Holds::Outer(_), false) => ROLLBACK_TO_SAVEPOINT,
            (Holds::Nothing, _) => return Ok(()),
        };
        let result = timed(&mut log.times, session.ready().await?.batch(sql)).await;
        log.end("", sql, result.is_ok(), None);
        result?;
        session.holds = Holds::Nothing;
        Ok(())
    }

    pub(super) async fn execute<R, F>(
        &self,
        statement: &Arc<Statement>,
        values: &[Value],
        read: F,
        times: &mut Times,
    ) -> Result<Written<R>, Failure>
    where
        R: Send,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send,
    {
        let mut session = self.lock().await?;
        let connection = session.ready().await?;
        times.connected(None);
        self.before(connection).await?;
        let result = connection.execute(statement, values, read, times).await;
        self.after(connection, result).await
    }

    /// A statement that fails in a test shall not end the test's transaction, as it would not end a program's connection.
    async fn before(&self, connection: &mut Connected) -> Result<(), Failure> {
        if self.is_sandbox { connection.batch(SAVEPOINT).await } else { Ok(()) }
    }

    async fn after<R>(&self, connection: &mut Connected, result: Result<R, Failure>) -> Result<R, Failure> {
        if self.is_sandbox {
            connection.batch(if result.is_ok() { RELEASE_SAVEPOINT } else { ROLLBACK_TO_SAVEPOINT }).await?;
        }
        result
    }
}

/// Runs a command and notes how long it takes.
async fn timed<R>(times: &mut Times, command: impl Future<Output = R>) -> R {
    let start = Instant::now();
    let result = command.await;
    times.ran(start.elapsed());
    result
}

/// Takes a transaction back that does not come to its end: its future was dropped, or panicked.
struct Unwind(Option<Transaction>);

impl Drop for Unwind {
    fn drop(&mut self) {
        let Some(transaction) = self.0.take() else { return };
        match Arc::clone(&transaction.session).try_lock_owned() {
            Ok(session) => abandon(session),
            // A task that got the repo is in the middle of a statement.
            Err(_) => {
                // Without a runtime nobody is in the middle of anything.
                if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                    runtime.spawn(async move { abandon(transaction.session.lock_owned().await) });
                }
            }
        }
    }
}

/// A connection that is dropped within its transaction rolls back; a savepoint is noted with what is around it.
fn abandon(mut session: OwnedMutexGuard<Session>) {
    if let Holds::Outer(mut outer) = std::mem::replace(&mut session.holds, Holds::Nothing) {
        outer.abandoned = true;
    }
}

impl Repo {
    /// Runs `work` in a transaction: what it writes is there for everybody when it returns `Ok`, and never was when it
    /// returns `Err`, panics, or is dropped.
    ///
    /// Only the repo that `work` gets is in the transaction. It can be cloned and given to functions that take a `&Repo`;
    /// when the transaction is over it answers [`Error::Busy`]. A transaction within a transaction is a savepoint: its `Err`
    /// takes back no more than its own part.
    ///
    /// SQLite has one writer: another transaction or write waits until this one is over, so that it should wait for nothing
    /// outside of the database. A write through the outer repo from within `work` would wait for ever; it fails after the
    /// `busy_timeout`.
    ///
    /// ```
    /// # use bennu::repo::{self, Migration, Repo};
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Account in "accounts" { name: String, balance: i64 = 0 } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, balance INTEGER NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create accounts", table)]).await?;
    /// let account = Changeset::from(Account).put_change(Account::name, "Ann");
    /// let refused: bennu::Result = repo.transaction(async |repo| {
    ///     repo.insert(account).await??;
    ///     Err(bennu::Error::not_found("there is no bank"))
    /// }).await;
    /// assert!(refused.is_err());
    /// assert_eq!(repo.all(Account).await?, []);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What `work` returns, and what the database says to the begin and the end of the transaction.
    pub async fn transaction<T, E: From<Error>>(
        &self,
        work: impl AsyncFnOnce(Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction_with(TransactionOptions::new(), work).await
    }

    /// The same in another way: read-only, apart from others, or bounded in time; see [`TransactionOptions`]. A transaction
    /// within a transaction is as the outer one is; it takes only the time-out from its own options.
    ///
    /// # Errors
    /// As of [`transaction`](Self::transaction), and [`Error::Busy`] after the time-out.
    pub async fn transaction_with<T, E: From<Error>>(
        &self,
        options: TransactionOptions,
        work: impl AsyncFnOnce(Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let whole = self.whole_transaction(options, work);
        let Some(limit) = options.timeout else { return whole.await };
        tokio::time::timeout(limit, whole).await.unwrap_or_else(|_| {
            let message = format!("the transaction was not done after {} ms", limit.as_millis());
            Err(Error::Busy { message }.into())
        })
    }

    async fn whole_transaction<T, E: From<Error>>(
        &self,
        options: TransactionOptions,
        work: impl AsyncFnOnce(Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut log = Log::command();
        let begun = Transaction::begin(self, options, &mut log.times).await;
        log.end("", if self.transaction.is_some() { SAVEPOINT } else { "BEGIN" }, begun.is_ok(), None);
        let transaction = begun.map_err(Failure::into_error)?;
        let mut unwind = Unwind(Some(transaction.clone()));
        let repo = Self { transaction: Some(transaction.clone()), ..self.clone() };
        let result = work(repo).await;
        // From here on it is ended whole; where that fails, the guard takes it back.
        match transaction.end(result.is_ok()).await {
            Ok(()) => unwind.0 = None,
            Err(failure) if result.is_ok() => return Err(failure.into_error().into()),
            Err(_) => {}
        }
        result
    }

    /// The same for work that speaks as writes do: `Ok(Ok(_))` stays, and `Ok(Err(_))`, a refused changeset, takes everything
    /// back as an `Err` does.
    ///
    /// ```
    /// # use bennu::repo::{self, Migration, Repo};
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Account in "accounts" { name: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), repo::Error> {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create accounts", table)]).await?;
    /// let (ann, nobody) = (Changeset::from(Account).put_change(Account::name, "Ann"), Changeset::from(Account));
    /// let refused = repo.transact(async |repo| match repo.insert(ann).await? {
    ///     Ok(_) => repo.insert(nobody).await,
    ///     refused => Ok(refused),
    /// });
    /// assert_eq!(refused.await?.unwrap_err().traverse_errors(ToString::to_string)["name"], ["can't be blank"]);
    /// assert_eq!(repo.all(Account).await?, []);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As of [`transaction`](Self::transaction).
    pub async fn transact<T, R>(
        &self,
        work: impl AsyncFnOnce(Self) -> Result<Result<T, R>, Error>,
    ) -> Result<Result<T, R>, Error> {
        let result = self.transaction(async |repo| match work(repo).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(refused)) => Err(GivenUp::Refused(refused)),
            Err(error) => Err(GivenUp::Failed(error)),
        });
        match result.await {
            Ok(value) => Ok(Ok(value)),
            Err(GivenUp::Refused(refused)) => Ok(Err(refused)),
            Err(GivenUp::Failed(error)) => Err(error),
        }
    }

    /// Whether this repo runs its statements in a transaction; that of a test's [`Sandbox`](crate::testing::Sandbox) is none.
    #[must_use]
    pub fn in_transaction(&self) -> bool {
        self.transaction.as_ref().is_some_and(|transaction| !transaction.is_sandbox)
    }

    /// Whether its statements share one connection, be it a test's.
    pub(super) fn in_any_transaction(&self) -> bool {
        self.transaction.is_some()
    }

    /// The same database for a test alone: what it writes is gone with the last clone of this repo.
    pub(crate) async fn sandbox(&self) -> Result<Self, Error> {
        match self.inner.database.copy().await? {
            Some(copy) => Ok(Self::new(copy)),
            None => {
                let connection = self
                    .inner
                    .database
                    .begin(TransactionOptions::new(), &mut Times::default())
                    .await
                    .map_err(Failure::into_error)?;
                let transaction = Some(Transaction::sandbox(connection));
                Ok(Self { transaction, ..self.clone() })
            }
        }
    }

    /// Runs a query where this repo runs its statements: in its transaction, or on any connection.
    pub(super) async fn rows<R, F>(
        &self,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: F,
    ) -> Result<Vec<R>, Failure>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
    {
        self.perform(Access::Read, statement, values, read).await.map(|written| written.returned)
    }

    /// Runs a statement that changes rows, likewise; what it returns is read by `read`.
    pub(super) async fn change<R, F>(
        &self,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: F,
    ) -> Result<Written<R>, Failure>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
    {
        self.perform(Access::Write, statement, values, read).await
    }

    /// Runs a statement where this repo runs them, and logs it.
    pub(super) async fn perform<R, F>(
        &self,
        access: Access,
        statement: &Arc<Statement>,
        values: Vec<Value>,
        read: F,
    ) -> Result<Written<R>, Failure>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
    {
        let mut log = Log::begin(statement, &values);
        let times = &mut log.times;
        let result = match (&self.transaction, access) {
            (Some(transaction), _) => transaction.execute(statement, &values, read, times).await,
            (None, Access::Read) => self.inner.database.read(statement, values, read, times).await,
            (None, Access::Write) => self.inner.database.write(statement, values, read, times).await,
        };
        log.end(statement.table, &statement.sql, result.is_ok(), self.inner.slow_query);
        result
    }
}

/// Why a transaction takes back what it did.
enum GivenUp<R> {
    Refused(R),
    Failed(Error),
}

impl<R> From<Error> for GivenUp<R> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
