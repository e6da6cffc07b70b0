//! What a database says of a row that it refused comes in, the changeset with the error for people goes out.
//!
//! PostgreSQL says the name of the constraint. SQLite says the columns of a unique index, the name of a check, and of a foreign
//! key nothing; what it does not say is looked up in what it knows of its tables.

use std::sync::Arc;

use super::super::adapter::{Failure, Statement, Violation};
use super::super::read::failed;
use super::super::{Backend, Error, Repo};
use crate::changeset::{Action, Changeset, ConstraintKind};
use crate::schema::{LoadError, Row, Schema, Value};

/// A foreign key of SQLite's.
struct ForeignKey {
    /// The table that refers.
    table: String,
    /// The table that it refers to.
    parent: String,
    /// Which columns refer to which; without a name, to the primary key.
    columns: Vec<(String, Option<String>)>,
}

impl ForeignKey {
    /// Its name by the convention of migrations; SQLite does not tell any other.
    fn name(&self) -> String {
        let columns: Vec<_> = self.columns.iter().map(|(from, _)| from.as_str()).collect();
        format!("{}_{}_fkey", self.table, columns.join("_"))
    }
}

impl Repo {
    /// The changeset with the error of the constraint that it speaks of, or else a failure.
    pub(super) async fn refuse<T: Schema>(
        &self,
        changeset: Changeset<T>,
        action: Action,
        failure: Failure,
    ) -> Result<Changeset<T>, Error> {
        let violation = match failure {
            Failure::Constraint(violation) => violation,
            other => return Err(failed::<T>(other)),
        };
        let names = match &violation.name {
            Some(name) => vec![name.clone()],
            None if self.backend() == Backend::Sqlite => {
                self.look_up(&changeset, action, &violation).await.map_err(failed::<T>)?
            }
            None => Vec::new(),
        };
        let Violation { kind, error, .. } = violation;
        changeset.violated(kind, &names).map_err(|changeset| Error::Constraint {
            action,
            constraint: names.into_iter().next().map(|name| format!("`{name}` ({kind})")),
            message: error.to_string(),
            known: changeset.constraints().iter().map(ToString::to_string).collect(),
        })
    }

    /// The names that a constraint of SQLite's may have.
    async fn look_up<T: Schema>(
        &self,
        changeset: &Changeset<T>,
        action: Action,
        violation: &Violation,
    ) -> Result<Vec<String>, Failure> {
        match violation.kind {
            ConstraintKind::Unique => self.look_up_indexes::<T>(&violation.columns).await,
            ConstraintKind::ForeignKey => {
                let broken = match action {
                    Action::Delete => None,
                    _ => self.look_up_parents(changeset).await?,
                };
                match broken {
                    None if action != Action::Insert => self.look_up_children(changeset).await,
                    other => Ok(other.into_iter().collect()),
                }
            }
            _ => Ok(Vec::new()),
        }
    }

    async fn look_up_indexes<T: Schema>(&self, columns: &[String]) -> Result<Vec<String>, Failure> {
        const INDEXES: &str = "SELECT i.name, i.origin, c.name FROM pragma_index_list(?) AS i \
            JOIN pragma_index_info(i.name) AS c WHERE i.\"unique\" ORDER BY i.seq, c.seqno";
        let entries = self
            .ask::<T, _>(INDEXES, vec![T::TABLE.into()], |row| {
                Ok((row.read::<String>()?, row.read::<String>()?, row.read::<Option<String>>()?))
            })
            .await?;
        let mut indexes: Vec<(String, String, Vec<String>)> = Vec::new();
        for (name, origin, column) in entries {
            let column = column.unwrap_or_default();
            match indexes.last_mut().filter(|(last, ..)| *last == name) {
                Some((_, _, columns)) => columns.push(column),
                None => indexes.push((name, origin, vec![column])),
            }
        }
        let (table, joined) = (T::TABLE, columns.join("_"));
        let named: Vec<_> = indexes
            .into_iter()
            .filter(|(_, _, of)| of == columns)
            .flat_map(|(name, origin, _)| match origin.as_str() {
                "c" => vec![name],
                "pk" => vec![format!("{table}_pkey")],
                // Written into the table: what migrations would call it, and what PostgreSQL would.
                _ => vec![format!("{table}_{joined}_index"), format!("{table}_{joined}_key")],
            })
            .collect();
        // A key of integers has no index.
        Ok(if named.is_empty() { vec![format!("{table}_pkey")] } else { named })
    }

    /// The first foreign key of the row that refers to nothing.
    async fn look_up_parents<T: Schema>(&self, changeset: &Changeset<T>) -> Result<Option<String>, Failure> {
        const KEYS: &str =
            "SELECT ?1, id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq";
        for key in self.look_up_keys::<T>(KEYS).await? {
            let place = |from: &String| T::FIELDS.iter().position(|field| field.source() == from);
            let values = key.columns.iter().map(|(from, _)| Some(changeset.value(place(from)?)));
            let Some(values) = values.collect::<Option<Vec<_>>>() else { continue };
            if values.iter().any(Value::is_null) {
                continue;
            }
            let columns = self.referred::<T>(&key).await?;
            let conditions: Vec<_> = columns.iter().map(|(_, to)| format!("{} = ?", quoted(to))).collect();
            let sql = format!("SELECT 1 FROM {} WHERE {}", quoted(&key.parent), conditions.join(" AND "));
            if !self.is_there::<T>(&sql, values).await? {
                return Ok(Some(key.name()));
            }
        }
        Ok(None)
    }

    /// The foreign keys by which other rows refer to this one.
    async fn look_up_children<T: Schema>(&self, changeset: &Changeset<T>) -> Result<Vec<String>, Failure> {
        const KEYS: &str = "SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\" FROM sqlite_schema AS m \
            JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' AND f.\"table\" = ?1 COLLATE NOCASE \
            AND f.on_delete IN ('NO ACTION', 'RESTRICT') ORDER BY m.name, f.id, f.seq";
        let mut broken = Vec::new();
        for key in self.look_up_keys::<T>(KEYS).await? {
            let columns = self.referred::<T>(&key).await?;
            let pairs = columns.iter().map(|(from, to)| format!("c.{} = p.{}", quoted(from), quoted(to)));
            let own = T::KEY.iter().map(|key| format!("p.{} = ?", quoted(T::FIELDS[*key].source())));
            let sql = format!(
                "SELECT 1 FROM {} AS c JOIN {} AS p ON {} WHERE {} LIMIT 1",
                quoted(&key.table),
                quoted(&key.parent),
                pairs.collect::<Vec<_>>().join(" AND "),
                own.collect::<Vec<_>>().join(" AND ")
            );
            let row = changeset.row().into_iter();
            let values = row.flat_map(|row| T::KEY.iter().map(|key| row.dump(*key))).collect();
            if self.is_there::<T>(&sql, values).await? {
                broken.push(key.name());
            }
        }
        Ok(broken)
    }

    async fn look_up_keys<T: Schema>(&self, sql: &str) -> Result<Vec<ForeignKey>, Failure> {
        let entries = self
            .ask::<T, _>(sql, vec![T::TABLE.into()], |row| {
                let place = (row.read::<String>()?, row.read::<i64>()?);
                Ok((place, row.read::<String>()?, (row.read::<String>()?, row.read::<Option<String>>()?)))
            })
            .await?;
        let mut keys: Vec<((String, i64), ForeignKey)> = Vec::new();
        for (place, parent, columns) in entries {
            match keys.last_mut().filter(|(last, _)| *last == place) {
                Some((_, key)) => key.columns.push(columns),
                None => {
                    let table = place.0.clone();
                    keys.push((place, ForeignKey { table, parent, columns: vec![columns] }));
                }
            }
        }
        Ok(keys.into_iter().map(|(_, key)| key).collect())
    }

    /// Which columns refer to which; those of the primary key by their names.
    async fn referred<T: Schema>(&self, key: &ForeignKey) -> Result<Vec<(String, String)>, Failure> {
        const KEY: &str = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk";
        let mut primary = Vec::new();
        if key.columns.iter().any(|(_, to)| to.is_none()) {
            let parent = key.parent.as_str().into();
            primary = self.ask::<T, String>(KEY, vec![parent], |row| row.read()).await?;
        }
        let mut primary = primary.into_iter();
        let columns = key.columns.iter().cloned();
        let named =
            |(from, to): (String, Option<String>)| (from, to.or_else(|| primary.next()).unwrap_or_default());
        Ok(columns.map(named).collect())
    }

    async fn is_there<T: Schema>(&self, sql: &str, values: Vec<Value>) -> Result<bool, Failure> {
        Ok(!self.ask::<T, i64>(sql, values, |row| row.read()).await?.is_empty())
    }

    async fn ask<T: Schema, R: Send + 'static>(
        &self,
        sql: &str,
        values: Vec<Value>,
        read: impl Fn(&mut Row<'_>) -> Result<R, LoadError> + Send + 'static,
    ) -> Result<Vec<R>, Failure> {
        let statement = Arc::new(Statement::new(T::TABLE, sql.to_owned()));
        self.rows(&statement, values, read).await
    }
}

/// A name as SQL has it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
