//! The shape of a query or a write comes in, its SQL text, built once by sea-query, goes out.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use sea_query::{Expr, ExprTrait, IntoTableRef as _, Order as SqlOrder, TableRef};

use super::adapter::{Adapter, Statement};
use super::query::{Comparison, Direction, Shape};
use super::write::WritePlan;
use crate::schema::{Schema, Source};

/// What decides a statement's text, beside the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Plan {
    Select(Shape),
    Write(WritePlan),
}

/// All statements of a repo that were used so far. There are as many as the program has shapes of queries.
#[derive(Default)]
pub(super) struct Statements {
    known: RwLock<HashMap<(TypeId, Plan), Arc<Statement>>>,
}

impl Statements {
    /// The statement for `plan` on the table of `T`.
    pub(super) fn get<T: Schema>(&self, adapter: &impl Adapter, plan: Plan) -> Arc<Statement> {
        let key = (TypeId::of::<T>(), plan);
        // A panic elsewhere leaves the map whole: entries are only ever added.
        if let Some(statement) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(statement);
        }
        let source = Source::of::<T>();
        let statement = Arc::new(match &key.1 {
            Plan::Select(shape) => Statement::new(T::TABLE, adapter.sql(&select(&source, shape))),
            Plan::Write(plan) => plan.statement(adapter, &source),
        });
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(key).or_insert(statement))
    }
}

/// The table's name, with the database's schema that it is in.
pub(super) fn table(source: &Source) -> TableRef {
    match source.prefix {
        Some(prefix) => (prefix, source.table).into_table_ref(),
        None => source.table.into_table_ref(),
    }
}

fn select(source: &Source, shape: &Shape) -> sea_query::SelectStatement {
    // As in Ecto's log: `SELECT m0.id FROM messages AS m0`.
    let alias = format!("{}0", source.table.chars().next().unwrap_or('t'));
    let column = |index: usize| Expr::col((alias.clone(), source.fields[index].source()));
    let mut select = sea_query::Query::select();
    let read = (0..source.fields.len()).filter(|index| !source.fields[*index].is_virtual());
    select.exprs(read.map(column)).from(table(source).alias(alias.clone()));
    for (index, comparison) in &shape.conditions {
        select.and_where(match comparison {
            Comparison::Equal => column(*index).eq(hole()),
            Comparison::IsNull => column(*index).is_null(),
        });
    }
    for (index, direction) in &shape.orders {
        let direction = match direction {
            Direction::Asc => SqlOrder::Asc,
            Direction::Desc => SqlOrder::Desc,
        };
        select.order_by((alias.clone(), source.fields[*index].source()), direction);
    }
    if shape.limited {
        select.limit(0);
    }
    if shape.offset {
        select.offset(0);
    }
    select
}

/// A value that will be bound; sea-query writes a placeholder for it, whatever it is.
fn hole() -> Expr {
    Expr::val(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::sqlite::{Settings, Sqlite};
    use crate::repo::{IntoQuery, Query, asc, desc};

    crate::schema! {
        struct User in "users" { name: String, bio: Option<String>, timestamps }
    }

    async fn sqlite() -> Sqlite {
        Sqlite::open(Settings::parse(":memory:").expect("an address")).await.expect("it opens")
    }

    async fn sql(plan: Plan) -> String {
        Statements::default().get::<User>(&sqlite().await, plan).sql.clone()
    }

    fn select(query: impl IntoQuery<Row = User>) -> Plan {
        Plan::Select(query.into_query().into_parts().0)
    }

    #[tokio::test]
    async fn reads_name_every_column() {
        let all = r#"SELECT "u0"."id", "u0"."name", "u0"."bio", "u0"."inserted_at", "u0"."updated_at" FROM "users" AS "u0""#;
        assert_eq!(sql(select(User)).await, all);
        let query = User
            .where_eq(User::name, "x")
            .where_nil(User::bio)
            .order_by(asc(User::name))
            .order_by(desc(User::id));
        let expected = r#" WHERE "u0"."name" = ? AND "u0"."bio" IS NULL ORDER BY "u0"."name" ASC, "u0"."id" DESC LIMIT ? OFFSET ?"#;
        assert_eq!(sql(select(query.limit(5).offset(6))).await, format!("{all}{expected}"));
    }

    #[tokio::test]
    async fn a_shape_is_turned_into_text_once() {
        let (sqlite, statements) = (sqlite().await, Statements::default());
        let named = |name: &str, limit| -> Query<User> { User.where_eq(User::name, name).limit(limit) };
        let first = statements.get::<User>(&sqlite, select(named("Ann", 1)));
        let second = statements.get::<User>(&sqlite, select(named("Bob", 2)));
        assert!(Arc::ptr_eq(&first, &second));
        let other = statements.get::<User>(&sqlite, select(User.where_eq(User::bio, "Ann").limit(1)));
        assert!(!Arc::ptr_eq(&first, &other));
    }
}
