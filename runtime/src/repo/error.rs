//! What a database or a program's own mistake made impossible comes in, an error with its HTTP status goes out.

use std::fmt;

use http::StatusCode;

use crate::changeset::Action;
use crate::schema::LoadError;

/// What the repo's functions return, and those of contexts on top of it: `pub async fn list_users(repo: &Repo) -> repo::Result<Vec<User>>`.
/// What people can mend, a changeset that is not valid, is a `Result` within: `repo::Result<Result<User, Changeset<User>>>`.
pub type Result<T = (), E = Error> = core::result::Result<T, E>;

/// Why the repo could not do what it was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no such row: 404.
    NotFound {
        /// The table that was searched.
        table: &'static str,
    },
    /// More than one row where at most one was expected.
    MultipleResults {
        /// The table that was searched.
        table: &'static str,
    },
    /// The row to change or delete is gone: 409.
    Stale {
        /// The table of the row.
        table: &'static str,
        /// What was to be done.
        action: Action,
    },
    /// A new row was to be changed or deleted: it is in no table yet.
    NoRow {
        /// The table of the row.
        table: &'static str,
        /// What was to be done.
        action: Action,
    },
    /// The database refused a row for a reason that the changeset does not speak of.
    Constraint {
        /// What was to be done.
        action: Action,
        /// Its name and its sort, as far as the database tells: `` `users_email_index` (unique_constraint) ``.
        constraint: Option<String>,
        /// What the database said, as in `UNIQUE constraint failed: users.email`.
        message: String,
        /// The constraints that the changeset speaks of.
        known: Vec<String>,
    },
    /// The query asks for what this database does not have, or for a row's name that it does not know.
    Query {
        /// The table that it begins with.
        table: &'static str,
        /// What is wrong with it, and what to write instead.
        message: String,
    },
    /// The database holds something that the schema's field cannot.
    Load {
        /// The table of the row.
        table: &'static str,
        /// The field, where it is known.
        field: Option<&'static str>,
        /// What was expected and what was found.
        source: LoadError,
    },
    /// A migration failed.
    Migration {
        /// Its version.
        version: i64,
        /// Its name.
        name: String,
        /// What the database said.
        source: DatabaseError,
    },
    /// Too much is asked of the database, or of the connection of a transaction: 503.
    Busy {
        /// What was waited for in vain.
        message: String,
    },
    /// A setting in the database's address is not known or has no such value.
    Setting {
        /// What is wrong with it.
        message: String,
    },
    /// A cursor that a client sent belongs to another list, or was never one: 400.
    Cursor {
        /// The table of the list.
        table: &'static str,
    },
    /// Anything else that the database said.
    Database(DatabaseError),
}

impl Error {
    /// The HTTP status that answers it: 400, 404, 409, 503, or 500.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Cursor { .. } => StatusCode::BAD_REQUEST,
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::Stale { .. } => StatusCode::CONFLICT,
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Users get to see this one: the table's name is for logs, by `Debug`.
            Self::NotFound { .. } => f.write_str("there is no such record"),
            Self::Cursor { .. } => {
                f.write_str("the cursor is not one of this list; leave it out for the first page")
            }
            Self::MultipleResults { table } => {
                write!(f, "expected at most one row of `{table}` but there are more")
            }
            Self::Stale { table, action } => write!(f, "cannot {action} a row of `{table}` that is gone"),
            Self::NoRow { table, action } => {
                write!(f, "cannot {action} a row of `{table}` that was never inserted")
            }
            Self::Constraint { action, constraint, message, known } => {
                write!(f, "the {action} broke a constraint that its changeset does not speak of: ")?;
                if let Some(constraint) = constraint {
                    write!(f, "{constraint}: ")?;
                }
                f.write_str(message)?;
                match known.as_slice() {
                    [] => f.write_str("; the changeset has no constraints"),
                    known => write!(f, "; the changeset has {}", known.join(", ")),
                }
            }
            Self::Query { table, message } => write!(f, "cannot ask for rows of `{table}`: {message}"),
            Self::Load { table, field: Some(field), source } => {
                write!(f, "cannot load `{table}.{field}`: {source}")
            }
            Self::Load { table, field: None, source } => {
                write!(f, "cannot load a row of `{table}`: {source}")
            }
            Self::Migration { version, name, source } => {
                write!(f, "migration {version} ({name}) failed: {source}")
            }
            Self::Setting { message } | Self::Busy { message } => f.write_str(message),
            Self::Database(source) => source.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Load { source, .. } => Some(source),
            Self::Migration { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// What the database said, without the driver's types: drivers come and go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseError {
    code: Option<i32>,
    sqlstate: Option<String>,
    message: String,
}

impl DatabaseError {
    pub(crate) fn new(code: Option<i32>, message: impl Into<String>) -> Self {
        Self { code, sqlstate: None, message: message.into() }
    }

    #[cfg(feature = "postgres")]
    pub(super) fn with_sqlstate(self, sqlstate: &str) -> Self {
        Self { sqlstate: Some(sqlstate.to_owned()), ..self }
    }

    /// The database's code for it by the SQL standard, `23505` for a unique index: PostgreSQL's.
    #[must_use]
    pub fn sqlstate(&self) -> Option<&str> {
        self.sqlstate.as_deref()
    }

    /// The database's own number for it: SQLite's extended result code; none of PostgreSQL.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.code
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DatabaseError {}
