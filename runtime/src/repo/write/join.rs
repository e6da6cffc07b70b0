//! The keys of two rows come in, a row of the table between them is made or goes.

use std::sync::Arc;

use sea_query::{DeleteStatement, Expr, ExprTrait as _, InsertStatement, IntoTableRef as _, Query, TableRef};

use super::super::adapter::{Adapter as _, Failure, Statement};
use super::{Error, Repo};
use crate::schema::{Generated, Join, Value};

impl Repo {
    /// Makes the row of the table `join` that says that two rows belong together.
    pub(crate) async fn link(&self, join: &Join, own: Value, other: Value) -> Result<(), Error> {
        let now = crate::schema::now();
        let (mut columns, mut values) = (vec![join.own(), join.other()], vec![own, other]);
        // What a schema of that table would fill in.
        for field in join.fields() {
            if field.is_virtual() || columns.contains(&field.source()) {
                continue;
            }
            let value = match field.generated() {
                Generated::AtInsert | Generated::AtUpdate => field.generate(now),
                Generated::Key => continue,
                Generated::Never => field.default_value(),
            };
            if !value.is_null() {
                columns.push(field.source());
                values.push(value);
            }
        }
        let sql = self.inner.database.sql(&insert(join, columns));
        self.change_join(join, sql, values).await
    }

    /// Takes that row away.
    pub(crate) async fn unlink(&self, join: &Join, own: Value, other: Value) -> Result<(), Error> {
        let sql = self.inner.database.sql(&delete(join));
        self.change_join(join, sql, vec![own, other]).await
    }

    async fn change_join(&self, join: &Join, sql: String, values: Vec<Value>) -> Result<(), Error> {
        let statement = Arc::new(Statement::new(join.name(), sql));
        self.change(&statement, values, |_| Ok(())).await.map(drop).map_err(Failure::into_error)
    }
}

fn insert(join: &Join, columns: Vec<&'static str>) -> InsertStatement {
    let mut insert = Query::insert();
    let holes: Vec<_> = columns.iter().map(|_| Expr::val(0)).collect();
    insert.into_table(table(join)).columns(columns).values_panic(holes);
    insert
}

fn delete(join: &Join) -> DeleteStatement {
    let mut delete = Query::delete();
    delete.from_table(table(join));
    for column in [join.own(), join.other()] {
        delete.and_where(Expr::col(column).eq(Expr::val(0)));
    }
    delete
}

fn table(join: &Join) -> TableRef {
    match join.prefix() {
        Some(prefix) => (prefix, join.name()).into_table_ref(),
        None => join.name().into_table_ref(),
    }
}
