//! What is to be written comes in, its statement goes out.

use sea_query::{Expr, ExprTrait, Query};

use super::super::adapter::Adapter;
use super::super::statement::table;
use crate::schema::{Field, Generated, Source, Writable};

/// What decides the text of a statement that writes, beside the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in super::super) enum WritePlan {
    Insert,
    /// Of these fields.
    Update(Vec<usize>),
    Delete,
    /// Whether a row has these values, perhaps one with another key.
    Taken {
        fields: Vec<usize>,
        but_own: bool,
    },
}

impl WritePlan {
    pub(in super::super) fn sql(&self, adapter: &impl Adapter, source: &Source) -> String {
        match self {
            Self::Insert => adapter.sql(&insert(source)),
            Self::Update(fields) => adapter.sql(&update(source, fields)),
            Self::Delete => adapter.sql(&delete(source)),
            Self::Taken { fields, but_own } => adapter.sql(&taken(source, fields, *but_own)),
        }
    }
}

/// Whether an insert has a value for it.
pub(super) fn is_inserted(field: &Field) -> bool {
    !field.is_virtual() && field.generated() != Generated::Key && field.writable() != Writable::Never
}

/// Whether an update may change it.
pub(super) fn is_updated(field: &Field) -> bool {
    !field.is_virtual() && field.writable() == Writable::Always
}

fn insert(source: &Source) -> sea_query::InsertStatement {
    let mut insert = Query::insert();
    let names: Vec<_> = source.fields.iter().filter(|field| is_inserted(field)).map(Field::source).collect();
    insert.into_table(table(source)).columns(names.clone());
    // A key that the database gives.
    if let Some(key) = source.fields.iter().find(|field| field.generated() == Generated::Key) {
        insert.returning_col(key.source());
    }
    match &names[..] {
        [] => insert.or_default_values(),
        names => insert.values_panic(names.iter().map(|_| hole())),
    };
    insert
}

fn update(source: &Source, fields: &[usize]) -> sea_query::UpdateStatement {
    let mut update = Query::update();
    update.table(table(source));
    update.values(fields.iter().map(|index| (source.fields[*index].source(), hole())));
    for key in source.key {
        update.and_where(Expr::col(source.fields[*key].source()).eq(hole()));
    }
    update
}

fn delete(source: &Source) -> sea_query::DeleteStatement {
    let mut delete = Query::delete();
    delete.from_table(table(source));
    for key in source.key {
        delete.and_where(Expr::col(source.fields[*key].source()).eq(hole()));
    }
    delete
}

/// Whether there is a row with these values, or another row than the one with this key.
fn taken(source: &Source, fields: &[usize], but_own: bool) -> sea_query::SelectStatement {
    let column = |index: &usize| Expr::col(source.fields[*index].source());
    let mut select = Query::select();
    select.expr(Expr::cust("1")).from(table(source));
    for index in fields {
        select.and_where(column(index).eq(hole()));
    }
    if but_own {
        let other = source.key.iter().map(|key| column(key).ne(hole())).reduce(ExprTrait::or);
        select.and_where_option(other);
    }
    Query::select().expr(Expr::exists(select)).take()
}

/// A value that will be bound; sea-query writes a placeholder for it, whatever it is.
fn hole() -> Expr {
    Expr::val(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::sqlite::{Settings, Sqlite};

    crate::schema! {
        struct User in "users" { name: String, bio: Option<String>, timestamps }
    }

    async fn sql(plan: WritePlan) -> String {
        let sqlite = Sqlite::open(Settings::parse(":memory:").expect("an address")).await.expect("it opens");
        plan.sql(&sqlite, &Source::of::<User>())
    }

    #[tokio::test]
    async fn writes_bind_every_value() {
        let insert = r#"INSERT INTO "users" ("name", "bio", "inserted_at", "updated_at") VALUES (?, ?, ?, ?) RETURNING "id""#;
        assert_eq!(sql(WritePlan::Insert).await, insert);
        let update = r#"UPDATE "users" SET "bio" = ?, "updated_at" = ? WHERE "id" = ?"#;
        assert_eq!(sql(WritePlan::Update(vec![2, 4])).await, update);
        assert_eq!(sql(WritePlan::Delete).await, r#"DELETE FROM "users" WHERE "id" = ?"#);
    }
}
