//! What a migration says comes in, the same backwards and its title for the log go out.

use super::table::AlterStep;
use super::{Alter, Check, Index, Table};

/// One thing to do.
#[derive(Debug)]
pub(in super::super) enum Command {
    Create(Create),
    Drop(Drop),
    Alter(Alter),
    RenameTable { from: String, to: String },
    RenameColumn { table: String, from: String, to: String },
    Execute { up: String, down: Option<String> },
}

#[derive(Debug)]
pub(in super::super) enum Create {
    Table(Table),
    Index(Index),
    Check(Check),
}

#[derive(Debug)]
pub(in super::super) enum Drop {
    Table(Table),
    Index(Index),
    Check(Check),
}

/// What a database runs for a command.
#[derive(Debug, PartialEq)]
pub(in super::super) enum Statement {
    Sql(String),
    /// SQLite builds the table anew.
    Rebuild {
        table: String,
        edits: Vec<Edit>,
    },
}

/// What changes in the text of a table's definition.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Edit {
    /// A column with its definition.
    Add(String),
    /// A column's name and its new definition.
    Set(String, String),
    Remove(String),
    AddConstraint(String),
    /// By its name.
    RemoveConstraint(String),
}

impl Command {
    /// SQL of any length, of which nothing is known.
    pub(super) fn script(sql: &str) -> Self {
        Self::Execute { up: sql.to_owned(), down: None }
    }

    /// As in Ecto's log.
    pub(in super::super) fn title(&self) -> String {
        match self {
            Self::Create(Create::Table(table)) => format!("create table {}", table.name),
            Self::Create(Create::Index(index)) => format!("create index {}", index.full_name()),
            Self::Create(Create::Check(check)) => {
                format!("create check constraint {} on table {}", check.name, check.table)
            }
            Self::Drop(Drop::Table(table)) => format!("drop table {}", table.name),
            Self::Drop(Drop::Index(index)) => format!("drop index {}", index.full_name()),
            Self::Drop(Drop::Check(check)) => {
                format!("drop constraint {} from table {}", check.name, check.table)
            }
            Self::Alter(alter) => format!("alter table {}", alter.table),
            Self::RenameTable { from, to } => format!("rename table {from} to {to}"),
            Self::RenameColumn { table, from, to } => {
                format!("rename column {from} to {to} on table {table}")
            }
            Self::Execute { up, .. } => format!("execute {:?}", first_line(up)),
        }
    }

    /// The way back; none where it is not known.
    pub(super) fn reverse(self) -> Option<Self> {
        Some(match self {
            Self::Create(Create::Table(table)) => Self::Drop(Drop::Table(table)),
            Self::Create(Create::Index(index)) => Self::Drop(Drop::Index(index)),
            Self::Create(Create::Check(check)) => Self::Drop(Drop::Check(check)),
            Self::Drop(Drop::Table(table)) if table.columns.is_empty() => return None,
            Self::Drop(Drop::Table(table)) => Self::Create(Create::Table(table)),
            Self::Drop(Drop::Index(index)) => Self::Create(Create::Index(index)),
            Self::Drop(Drop::Check(check)) => Self::Create(Create::Check(check)),
            Self::Alter(alter) => Self::Alter(alter.reverse()?),
            Self::RenameTable { from, to } => Self::RenameTable { from: to, to: from },
            Self::RenameColumn { table, from, to } => Self::RenameColumn { table, from: to, to: from },
            Self::Execute { up, down } => Self::Execute { up: down?, down: Some(up) },
        })
    }
}

/// So that a column can be added where the rows that are there would have nothing in it: in a table without rows.
pub(super) fn needs_rows_to_be_absent(step: &AlterStep) -> bool {
    matches!(step, AlterStep::Add(_, column) if column.null == Some(false) && column.default.is_none())
}

fn first_line(sql: &str) -> &str {
    sql.trim().lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Change, alter, check, references, string, table, unique_index};

    #[test]
    fn titles_are_as_in_ectos_log() {
        let mut change = Change::default();
        change.create(table("users").add("team_id", references("teams")));
        change.create(unique_index("users", ["team_id", "name"]));
        change.create(check("users", "named", "name <> ''"));
        change.alter(alter("users").add("nick", string()));
        change.rename_table("users", "people");
        change.rename_column("people", "nick", "name");
        change.execute("\n  DELETE FROM people;\n  VACUUM");
        change.drop(table("people"));
        let titles: Vec<_> = change.into_commands().iter().map(super::Command::title).collect();
        let expected = [
            "create table users",
            "create index users_team_id_name_index",
            "create check constraint named on table users",
            "alter table users",
            "rename table users to people",
            "rename column nick to name on table people",
            "execute \"DELETE FROM people;\"",
            "drop table people",
        ];
        assert_eq!(titles, expected);
    }
}
