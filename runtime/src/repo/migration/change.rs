//! What a migration's function says comes in, commands in their order go out.

use super::command::{Command, Create, Drop};
use super::{Alter, Check, Index, Table};

/// What a migration changes: its function gets one and says it.
#[derive(Debug, Default)]
pub struct Change {
    commands: Vec<Command>,
}

impl Change {
    /// Creates a [`table`](super::table), an [`index`](super::index) or a [`check`](super::check).
    pub fn create(&mut self, what: impl Into<Creatable>) {
        self.commands.push(Command::Create(what.into().0));
    }

    /// Drops a table, an index or a check. It can be taken back if it is given as it was created, with its columns.
    pub fn drop(&mut self, what: impl Into<Creatable>) {
        self.commands.push(Command::Drop(match what.into().0 {
            Create::Table(table) => Drop::Table(table),
            Create::Index(index) => Drop::Index(index),
            Create::Check(check) => Drop::Check(check),
        }));
    }

    /// Changes the columns of a table, see [`alter`](super::alter).
    pub fn alter(&mut self, alter: Alter) {
        self.commands.push(Command::Alter(alter));
    }

    /// Gives a table another name. Its indexes and constraints keep theirs.
    pub fn rename_table(&mut self, from: &str, to: &str) {
        self.commands.push(Command::RenameTable { from: from.to_owned(), to: to.to_owned() });
    }

    /// Gives a column of a table another name.
    pub fn rename_column(&mut self, table: &str, from: &str, to: &str) {
        let [table, from, to] = [table, from, to].map(str::to_owned);
        self.commands.push(Command::RenameColumn { table, from, to });
    }

    /// Runs SQL: one statement or several. It cannot be taken back; see [`execute_or`](Self::execute_or).
    pub fn execute(&mut self, sql: &str) {
        self.commands.push(Command::Execute { up: sql.to_owned(), down: None });
    }

    /// Runs SQL, and other SQL to take it back.
    pub fn execute_or(&mut self, up: &str, down: &str) {
        self.commands.push(Command::Execute { up: up.to_owned(), down: Some(down.to_owned()) });
    }

    pub(super) fn into_commands(self) -> Vec<Command> {
        self.commands
    }
}

/// What [`Change::create`] and [`Change::drop`] take: a [`Table`], an [`Index`] or a [`Check`].
#[derive(Debug)]
pub struct Creatable(Create);

impl From<Table> for Creatable {
    fn from(table: Table) -> Self {
        Self(Create::Table(table))
    }
}

impl From<Index> for Creatable {
    fn from(index: Index) -> Self {
        Self(Create::Index(index))
    }
}

impl From<Check> for Creatable {
    fn from(check: Check) -> Self {
        Self(Create::Check(check))
    }
}
