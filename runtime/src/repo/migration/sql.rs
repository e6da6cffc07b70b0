//! A command comes in, the SQL of a database goes out.

use super::column::{Default, Kind};
use super::command::{Create, Drop, needs_rows_to_be_absent};
use super::index::Part;
use super::table::AlterStep;
use super::{
    Alter, Backend, Check, ColumnType, Command, Edit, Index, OnChange, References, Statement, Table,
};
use crate::schema::Value;

impl Command {
    /// What to run, in order.
    pub(in super::super) fn statements(&self, backend: Backend) -> Vec<Statement> {
        let sql = |sql: String| vec![Statement::Sql(sql)];
        match self {
            Self::Create(Create::Table(table)) => sql(create_table(table, backend)),
            Self::Create(Create::Index(index)) => sql(create_index(index, backend)),
            Self::Drop(Drop::Table(Table { name, if_not_exists, .. })) => {
                sql(format!("DROP TABLE {}{}", if *if_not_exists { "IF EXISTS " } else { "" }, quote(name)))
            }
            Self::Drop(Drop::Index(index)) => {
                let concurrently =
                    if index.concurrently && backend == Backend::Postgres { "CONCURRENTLY " } else { "" };
                sql(format!("DROP INDEX {concurrently}{}", quote(&index.full_name())))
            }
            Self::Create(Create::Check(check)) => vec![constrain(check, backend)],
            Self::Drop(Drop::Check(check)) => vec![match backend {
                Backend::Sqlite => rebuild(&check.table, Edit::RemoveConstraint(check.name.clone())),
                Backend::Postgres => Statement::Sql(format!(
                    "ALTER TABLE {} DROP CONSTRAINT {}",
                    quote(&check.table),
                    quote(&check.name)
                )),
            }],
            Self::Alter(alter) => match backend {
                Backend::Sqlite => alter_sqlite(alter),
                Backend::Postgres => alter_postgres(alter),
            },
            Self::RenameTable { from, to } => {
                sql(format!("ALTER TABLE {} RENAME TO {}", quote(from), quote(to)))
            }
            Self::RenameColumn { table, from, to } => {
                sql(format!("ALTER TABLE {} RENAME COLUMN {} TO {}", quote(table), quote(from), quote(to)))
            }
            Self::Execute { up, .. } => sql(up.clone()),
        }
    }
}

fn create_table(table: &Table, backend: Backend) -> String {
    let mut parts = Vec::new();
    match &table.id {
        Some(Kind::Bigint) => parts.push(match backend {
            // Without it SQLite gives the key of a deleted last row to the next one.
            Backend::Sqlite => "\"id\" INTEGER PRIMARY KEY AUTOINCREMENT".to_owned(),
            Backend::Postgres => "\"id\" bigserial PRIMARY KEY".to_owned(),
        }),
        Some(kind) => parts.push(format!("\"id\" {} NOT NULL PRIMARY KEY", type_name(kind, backend))),
        None => {}
    }
    parts.extend(table.columns.iter().map(|(name, column)| define(&table.name, name, column, backend)));
    let keys = table.columns.iter().filter(|(_, column)| column.primary_key).map(|(name, _)| quote(name));
    let keys: Vec<_> = keys.collect();
    if !keys.is_empty() {
        parts.push(format!("PRIMARY KEY ({})", keys.join(", ")));
    }
    let if_not_exists = if table.if_not_exists { "IF NOT EXISTS " } else { "" };
    format!("CREATE TABLE {if_not_exists}{} (\n  {}\n)", quote(&table.name), parts.join(",\n  "))
}

fn create_index(index: &Index, backend: Backend) -> String {
    let on_postgres = |text: String| if backend == Backend::Postgres { text } else { String::new() };
    let parts: Vec<_> = index
        .columns
        .iter()
        .map(|part| match part {
            Part::Column(name) => quote(name),
            Part::Expression(sql) => format!("({sql})"),
        })
        .collect();
    format!(
        "CREATE {}INDEX {}{} ON {}{} ({}){}",
        if index.unique { "UNIQUE " } else { "" },
        on_postgres(if index.concurrently { "CONCURRENTLY ".to_owned() } else { String::new() }),
        quote(&index.full_name()),
        quote(&index.table),
        on_postgres(index.using.as_ref().map(|method| format!(" USING {method}")).unwrap_or_default()),
        parts.join(", "),
        index.condition.as_ref().map(|sql| format!(" WHERE {sql}")).unwrap_or_default(),
    )
}

fn constrain(check: &Check, backend: Backend) -> Statement {
    let constraint = format!("CONSTRAINT {} CHECK ({})", quote(&check.name), check.condition);
    match backend {
        Backend::Sqlite => rebuild(&check.table, Edit::AddConstraint(constraint)),
        Backend::Postgres => Statement::Sql(format!("ALTER TABLE {} ADD {constraint}", quote(&check.table))),
    }
}

fn alter_sqlite(alter: &Alter) -> Vec<Statement> {
    let define = |name: &str, column: &ColumnType| define(&alter.table, name, column, Backend::Sqlite);
    let simple = |step: &AlterStep| matches!(step, AlterStep::Add(..)) && !needs_rows_to_be_absent(step);
    if alter.steps.iter().all(simple) {
        let add = |step: &AlterStep| match step {
            AlterStep::Add(name, column) => Some(Statement::Sql(format!(
                "ALTER TABLE {} ADD COLUMN {}",
                quote(&alter.table),
                define(name, column)
            ))),
            AlterStep::Modify { .. } | AlterStep::Remove(..) => None,
        };
        return alter.steps.iter().filter_map(add).collect();
    }
    let edit = |step: &AlterStep| match step {
        AlterStep::Add(name, column) => Edit::Add(define(name, column)),
        AlterStep::Modify { column, to, .. } => Edit::Set(column.clone(), define(column, to)),
        AlterStep::Remove(name, _) => Edit::Remove(name.clone()),
    };
    vec![Statement::Rebuild { table: alter.table.clone(), edits: alter.steps.iter().map(edit).collect() }]
}

fn rebuild(table: &str, edit: Edit) -> Statement {
    Statement::Rebuild { table: table.to_owned(), edits: vec![edit] }
}

fn alter_postgres(alter: &Alter) -> Vec<Statement> {
    let steps: Vec<_> = alter
        .steps
        .iter()
        .flat_map(|step| match step {
            AlterStep::Add(name, column) => {
                vec![format!("ADD COLUMN {}", define(&alter.table, name, column, Backend::Postgres))]
            }
            AlterStep::Remove(name, _) => vec![format!("DROP COLUMN {}", quote(name))],
            AlterStep::Modify { column, to, from } => modify(&alter.table, column, to, from.as_ref()),
        })
        .collect();
    if steps.is_empty() {
        return Vec::new();
    }
    vec![Statement::Sql(format!("ALTER TABLE {} {}", quote(&alter.table), steps.join(", ")))]
}

fn modify(table: &str, name: &str, to: &ColumnType, from: Option<&ColumnType>) -> Vec<String> {
    let (quoted, ty) = (quote(name), type_name(&to.kind, Backend::Postgres));
    let mut steps = Vec::new();
    if let Some(references) = from.and_then(|from| from.references.as_ref()) {
        steps.push(format!("DROP CONSTRAINT {}", quote(&references.full_name(table, name))));
    }
    // A default of the old type may be none of the new one.
    steps.push(format!("ALTER COLUMN {quoted} DROP DEFAULT"));
    steps.push(format!("ALTER COLUMN {quoted} TYPE {ty} USING {quoted}::{ty}"));
    if let Some(default) = &to.default {
        steps.push(format!("ALTER COLUMN {quoted} SET DEFAULT {}", default_sql(default, Backend::Postgres)));
    }
    let nullness = if to.null == Some(false) { "SET" } else { "DROP" };
    steps.push(format!("ALTER COLUMN {quoted} {nullness} NOT NULL"));
    if let Some(references) = &to.references {
        steps.push(format!(
            "ADD CONSTRAINT {} FOREIGN KEY ({quoted}) {}",
            quote(&references.full_name(table, name)),
            references.sql()
        ));
    }
    steps
}

/// A column as it stands in `CREATE TABLE`.
fn define(table: &str, name: &str, column: &ColumnType, backend: Backend) -> String {
    let mut sql = format!("{} {}", quote(name), type_name(&column.kind, backend));
    if let Some(default) = &column.default {
        sql.push_str(&format!(" DEFAULT {}", default_sql(default, backend)));
    }
    match column.null {
        Some(false) => sql.push_str(" NOT NULL"),
        Some(true) => sql.push_str(" NULL"),
        None => {}
    }
    if let Some(references) = &column.references {
        sql.push_str(&format!(
            " CONSTRAINT {} {}",
            quote(&references.full_name(table, name)),
            references.sql()
        ));
    }
    sql
}

impl References {
    fn full_name(&self, table: &str, column: &str) -> String {
        self.name.clone().unwrap_or_else(|| format!("{table}_{column}_fkey"))
    }

    fn sql(&self) -> String {
        let action = |on: &str, change: OnChange| match change {
            OnChange::Nothing => String::new(),
            OnChange::DeleteAll => format!(" ON {on} CASCADE"),
            OnChange::NilifyAll => format!(" ON {on} SET NULL"),
            OnChange::Restrict => format!(" ON {on} RESTRICT"),
        };
        format!(
            "REFERENCES {} ({}){}{}",
            quote(&self.table),
            quote(&self.column),
            action("DELETE", self.on_delete),
            action("UPDATE", self.on_update)
        )
    }
}

fn type_name(kind: &Kind, backend: Backend) -> String {
    let both = |postgres: &str, sqlite: &str| match backend {
        Backend::Postgres => postgres.to_owned(),
        Backend::Sqlite => sqlite.to_owned(),
    };
    match kind {
        Kind::String(size) => both(&format!("varchar({size})"), "TEXT"),
        Kind::Text => both("text", "TEXT"),
        Kind::Integer => both("integer", "INTEGER"),
        Kind::Bigint => both("bigint", "INTEGER"),
        Kind::Float => both("double precision", "REAL"),
        Kind::Decimal(Some((precision, scale))) => {
            format!("{}({precision}, {scale})", both("numeric", "DECIMAL"))
        }
        Kind::Decimal(None) => both("numeric", "DECIMAL"),
        Kind::Boolean => both("boolean", "BOOLEAN"),
        Kind::Binary => both("bytea", "BLOB"),
        Kind::Uuid => both("uuid", "TEXT"),
        Kind::Date => both("date", "TEXT"),
        Kind::Time => both("time", "TEXT"),
        Kind::NaiveDatetime => both("timestamp", "TEXT"),
        Kind::UtcDatetime => both("timestamptz", "TEXT"),
        Kind::Json => both("jsonb", "TEXT"),
        Kind::Array(of) => both(&format!("{}[]", type_name(of, backend)), "TEXT"),
        Kind::Custom(name) => name.clone(),
    }
}

fn default_sql(default: &Default, backend: Backend) -> String {
    match default {
        Default::Sql(sql) => format!("({sql})"),
        Default::Value(Value::Null) => "NULL".to_owned(),
        Default::Value(Value::Boolean(value)) if backend == Backend::Sqlite => i64::from(*value).to_string(),
        Default::Value(
            value @ (Value::Boolean(_) | Value::Integer(_) | Value::Float(_) | Value::Decimal(_)),
        ) => value.to_text(),
        Default::Value(value) => format!("'{}'", value.to_text().replace('\'', "''")),
    }
}

/// A name as SQL takes it, whatever is in it.
pub(super) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
