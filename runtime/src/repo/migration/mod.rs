//! Steps from an empty database to today's come in, the ones that a database has not seen go out in order.

mod change;
mod column;
mod command;
mod index;
mod sql;
mod table;

use super::{Backend, DatabaseError, Error};

pub use change::Change;
pub use column::{
    ColumnType, OnChange, References, array, bigint, binary, boolean, custom, date, decimal, float, integer,
    json, naive_datetime, references, string, text, time, utc_datetime, uuid,
};
pub use index::{Check, Index, check, index, unique_index};
pub use table::{Alter, Table, alter, table};

pub(super) use command::{Command, Edit, Statement};

/// One step from an empty database to today's, which runs once, in a transaction, ordered by its version.
///
/// [`Migration::change`] has a function that says what changes, and knows by itself how to take it back:
///
/// ```
/// use bennu::repo::migration::{Change, Migration, OnChange, references, string, table, text, unique_index};
///
/// const MIGRATIONS: &[Migration] = &[
///     Migration::change(20261120090000, "create users", create_users),
///     Migration::change(20261120100000, "create posts", create_posts),
/// ];
///
/// fn create_users(change: &mut Change) {
///     change.create(table("users").add("name", string().null(false)).timestamps());
///     change.create(unique_index("users", ["name"]));
/// }
///
/// fn create_posts(change: &mut Change) {
///     let author = references("users").on_delete(OnChange::DeleteAll).null(false);
///     change.create(table("posts").add("body", text()).add("user_id", author).timestamps());
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), bennu::repo::Error> {
/// let repo = bennu::Repo::sqlite(":memory:").await?;
/// assert_eq!(repo.migrate(MIGRATIONS).await?, 2);
/// assert_eq!(repo.rollback(MIGRATIONS, 1).await?, 1);
/// assert_eq!(repo.migrate(MIGRATIONS).await?, 1);
/// assert_eq!(repo.migrate(MIGRATIONS).await?, 0);
/// # Ok(())
/// # }
/// ```
///
/// [`Migration::new`] has SQL, which can be pasted from a database's shell. Longer texts live in files:
/// `include_str!("migrations/20261120_create_users.sql")`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub(super) version: i64,
    pub(super) name: &'static str,
    step: Step,
    pub(super) in_transaction: bool,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Sql {
        up: &'static str,
        /// What PostgreSQL runs, if it is not `up`.
        postgres: Option<&'static str>,
        down: Option<&'static str>,
    },
    Change(fn(&mut Change)),
    UpAndDown(fn(&mut Change), fn(&mut Change)),
}

/// Which way a migration runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

/// What a database knows of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// Its version.
    pub version: i64,
    /// Its name; none where the program does not have the migration any more.
    pub name: Option<&'static str>,
    /// Whether it has run.
    pub up: bool,
}

impl Migration {
    /// `version` orders the migrations and is what the database remembers: the date and time of writing it. `name` is for
    /// logs. `sql` is one statement or several.
    #[must_use]
    pub const fn new(version: i64, name: &'static str, sql: &'static str) -> Self {
        Self { version, name, step: Step::Sql { up: sql, postgres: None, down: None }, in_transaction: true }
    }

    /// The same with a function that says what changes. [`Repo::rollback`](super::Repo::rollback) takes it back in reverse order.
    #[must_use]
    pub const fn change(version: i64, name: &'static str, change: fn(&mut Change)) -> Self {
        Self { version, name, step: Step::Change(change), in_transaction: true }
    }

    /// The same with a function for each way: where the way back is no mirror of the way forth.
    #[must_use]
    pub const fn up_and_down(
        version: i64,
        name: &'static str,
        up: fn(&mut Change),
        down: fn(&mut Change),
    ) -> Self {
        Self { version, name, step: Step::UpAndDown(up, down), in_transaction: true }
    }

    /// The same with other words for PostgreSQL: for programs that run SQL on both databases.
    ///
    /// ```
    /// use bennu::repo::Migration;
    ///
    /// const USERS: Migration = Migration::new(1, "create users", "CREATE TABLE users (id INTEGER PRIMARY KEY)")
    ///     .on_postgres("CREATE TABLE users (id bigserial PRIMARY KEY)");
    /// ```
    ///
    /// # Panics
    /// For a migration without SQL, while compiling where it is a constant.
    #[must_use]
    pub const fn on_postgres(mut self, sql: &'static str) -> Self {
        let Step::Sql { postgres, .. } = &mut self.step else { panic!("only `Migration::new` takes SQL") };
        *postgres = Some(sql);
        self
    }

    /// The same with SQL that takes it back.
    ///
    /// # Panics
    /// For a migration without SQL, while compiling where it is a constant.
    #[must_use]
    pub const fn down(mut self, sql: &'static str) -> Self {
        let Step::Sql { down, .. } = &mut self.step else { panic!("only `Migration::new` takes SQL") };
        *down = Some(sql);
        self
    }

    /// The same without a transaction around it, which a concurrent index of PostgreSQL does not bear. Where it fails in the
    /// middle, what it has done stays.
    #[must_use]
    pub const fn outside_transaction(mut self) -> Self {
        self.in_transaction = false;
        self
    }

    /// What to do on a database, in order.
    pub(super) fn commands(&self, way: Way, backend: Backend) -> Result<Vec<Command>, Error> {
        let run = |function: fn(&mut Change)| {
            let mut change = Change::default();
            function(&mut change);
            change.into_commands()
        };
        let reversed = |commands: Vec<Command>| {
            let reverse = |command: Command| {
                let irreversible = format!("it cannot be taken back by itself: {}", command.title());
                command.reverse().ok_or_else(|| self.failed(DatabaseError::new(None, irreversible)))
            };
            commands.into_iter().rev().map(reverse).collect()
        };
        match (self.step, way) {
            (Step::Sql { up, postgres, .. }, Way::Forward) => {
                let sql = postgres.filter(|_| backend == Backend::Postgres).unwrap_or(up);
                Ok(vec![Command::script(sql)])
            }
            (Step::Sql { down: Some(down), .. }, Way::Backward) => Ok(vec![Command::script(down)]),
            (Step::Sql { down: None, .. }, Way::Backward) => Err(self
                .failed(DatabaseError::new(None, "it has no SQL that takes it back: give it `.down(..)`"))),
            (Step::Change(change) | Step::UpAndDown(change, _), Way::Forward)
            | (Step::UpAndDown(_, change), Way::Backward) => Ok(run(change)),
            (Step::Change(change), Way::Backward) => reversed(run(change)),
        }
    }

    pub(super) fn failed(&self, source: DatabaseError) -> Error {
        Error::Migration { version: self.version, name: self.name.to_owned(), source }
    }
}

impl Way {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
        }
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

/// What a program has and what a database has seen, ordered by version.
pub(super) fn compare(migrations: &[Migration], seen: &[i64]) -> Vec<Status> {
    let known = migrations.iter().map(|migration| Status {
        version: migration.version,
        name: Some(migration.name),
        up: seen.contains(&migration.version),
    });
    let is_known = |version: &i64| migrations.iter().any(|migration| migration.version == *version);
    let lost = seen.iter().filter(|version| !is_known(version));
    let mut all: Vec<_> =
        known.chain(lost.map(|version| Status { version: *version, name: None, up: true })).collect();
    all.sort_by_key(|status| status.version);
    all
}
