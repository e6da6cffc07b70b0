//! What a transaction shall be like comes in, the words of it for PostgreSQL go out.

use std::time::Duration;

/// How far a transaction is kept apart from others that run at the same time.
///
/// On SQLite every transaction is [`Serializable`](Self::Serializable), whatever is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Isolation {
    /// Each statement sees what others have committed before it: PostgreSQL's default.
    ReadCommitted,
    /// All statements see what others have committed before the first one.
    RepeatableRead,
    /// As if transactions ran one after the other. Where that cannot be, one of them fails (SQLSTATE `40001`) and is to be
    /// tried again.
    Serializable,
}

/// What [`Repo::transaction_with`](super::Repo::transaction_with) is told.
///
/// | option | default |
/// |---|---|
/// | [`isolation`](Self::isolation) | the database's own: [`Isolation::ReadCommitted`] on PostgreSQL |
/// | [`read_only`](Self::read_only) | it may write |
/// | [`timeout`](Self::timeout) | as long as it takes |
///
/// ```
/// use std::time::Duration;
/// use bennu::repo::{Error, Isolation, TransactionOptions};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// # let repo = bennu::Repo::sqlite(":memory:").await?;
/// let report = TransactionOptions::new().isolation(Isolation::RepeatableRead).read_only().timeout(Duration::from_secs(5));
/// let sums = repo.transaction_with(report, async |repo| repo.query("SELECT 1 + 1", ()).await).await?;
/// # assert_eq!(sums.rows()[0], [2.into()]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
#[must_use = "options do nothing by themselves"]
pub struct TransactionOptions {
    isolation: Option<Isolation>,
    pub(super) read_only: bool,
    pub(super) timeout: Option<Duration>,
}

impl TransactionOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps it apart from others so far.
    pub fn isolation(self, isolation: Isolation) -> Self {
        Self { isolation: Some(isolation), ..self }
    }

    /// It only reads: what writes fails. On SQLite it then does not wait for the writer, nor the writer for it.
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// When it has not come to its end after this time, it is taken back and fails with
    /// [`Error::Busy`](super::Error::Busy).
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// `BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY`
    #[cfg(feature = "postgres")]
    pub(super) fn begin(self) -> &'static str {
        match (self.isolation, self.read_only) {
            (None, false) => "BEGIN",
            (None, true) => "BEGIN READ ONLY",
            (Some(Isolation::ReadCommitted), false) => "BEGIN ISOLATION LEVEL READ COMMITTED",
            (Some(Isolation::ReadCommitted), true) => "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
            (Some(Isolation::RepeatableRead), false) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
            (Some(Isolation::RepeatableRead), true) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Some(Isolation::Serializable), false) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            (Some(Isolation::Serializable), true) => "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY",
        }
    }
}
