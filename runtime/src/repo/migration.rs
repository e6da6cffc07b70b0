//! SQL text with a version comes in, the steps that a database has not seen go out in order.

use std::borrow::Cow;

use super::{DatabaseError, Error};

/// One step from an empty database to today's: SQL that runs once, in a transaction, ordered by its version.
///
/// SQL text is the simplest form that says all: nobody has to learn a second language for `CREATE TABLE`, and what is
/// here can be pasted into a SQLite shell. Longer ones live in files: `include_str!("migrations/20261120_create_messages.sql")`.
///
/// ```
/// use bennu::repo::Migration;
///
/// const MIGRATIONS: &[Migration] = &[Migration::new(
///     20261120090000,
///     "create messages",
///     "CREATE TABLE messages (
///         id INTEGER PRIMARY KEY,
///         author TEXT NOT NULL,
///         body TEXT NOT NULL,
///         inserted_at TEXT NOT NULL,
///         updated_at TEXT NOT NULL
///     );
///     CREATE UNIQUE INDEX messages_author_index ON messages (author);",
/// )];
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), bennu::repo::Error> {
/// let repo = bennu::Repo::sqlite(":memory:").await?;
/// assert_eq!(repo.migrate(MIGRATIONS).await?, 1);
/// assert_eq!(repo.migrate(MIGRATIONS).await?, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    pub(super) version: i64,
    pub(super) name: Cow<'static, str>,
    pub(super) sql: Cow<'static, str>,
}

impl Migration {
    /// `version` orders the migrations and is what the database remembers: the date and time of writing it. `name` is for
    /// logs. `sql` is one statement or several.
    #[must_use]
    pub const fn new(version: i64, name: &'static str, sql: &'static str) -> Self {
        Self { version, name: Cow::Borrowed(name), sql: Cow::Borrowed(sql) }
    }

    pub(super) fn failed(&self, source: DatabaseError) -> Error {
        Error::Migration { version: self.version, name: self.name.clone().into_owned(), source }
    }
}

/// Ordered by version; two of one version are a mistake.
pub(super) fn in_order(migrations: &[Migration]) -> Result<Vec<Migration>, Error> {
    let mut ordered = migrations.to_vec();
    ordered.sort_by_key(|migration| migration.version);
    match ordered.windows(2).find(|pair| pair[0].version == pair[1].version) {
        Some(pair) => {
            let message = format!("`{}` has the same version", pair[0].name);
            Err(pair[1].failed(DatabaseError::new(None, message)))
        }
        None => Ok(ordered),
    }
}
