//! SQL text with a version comes in, the steps that a database has not seen go out in order.

use super::{Backend, DatabaseError, Error};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    pub(super) version: i64,
    pub(super) name: &'static str,
    sql: &'static str,
    /// What PostgreSQL runs, if it is not `sql`.
    postgres: Option<&'static str>,
}

impl Migration {
    /// `version` orders the migrations and is what the database remembers: the date and time of writing it. `name` is for
    /// logs. `sql` is one statement or several.
    #[must_use]
    pub const fn new(version: i64, name: &'static str, sql: &'static str) -> Self {
        Self { version, name, sql, postgres: None }
    }

    /// The same with other words for PostgreSQL: for programs that run on both databases.
    ///
    /// ```
    /// use bennu::repo::Migration;
    ///
    /// const USERS: Migration = Migration::new(1, "create users", "CREATE TABLE users (id INTEGER PRIMARY KEY)")
    ///     .on_postgres("CREATE TABLE users (id bigserial PRIMARY KEY)");
    /// ```
    #[must_use]
    pub const fn on_postgres(self, sql: &'static str) -> Self {
        Self { postgres: Some(sql), ..self }
    }

    pub(super) fn sql(&self, backend: Backend) -> &'static str {
        match (self.postgres, backend) {
            (Some(sql), Backend::Postgres) => sql,
            _ => self.sql,
        }
    }

    pub(super) fn failed(&self, source: DatabaseError) -> Error {
        Error::Migration { version: self.version, name: self.name.to_owned(), source }
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
