//! What is to be written comes in, its statement goes out.

use sea_query::{Expr, ExprTrait as _, Query};

use super::super::adapter::Adapter;
use crate::schema::Field;

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
    pub(in super::super) fn sql(
        &self,
        adapter: &impl Adapter,
        table: &'static str,
        fields: &[Field],
    ) -> String {
        let source = Source { table, fields };
        match self {
            Self::Insert => adapter.sql(&source.insert()),
            Self::Update(fields) => adapter.sql(&source.update(fields)),
            Self::Delete => adapter.sql(&source.delete()),
            Self::Taken { fields, but_own } => adapter.sql(&source.taken(fields, *but_own)),
        }
    }
}

/// A schema without its Rust type.
struct Source<'a> {
    table: &'static str,
    fields: &'a [Field],
}

impl Source<'_> {
    /// All fields but the key, which the database gives.
    fn insert(&self) -> sea_query::InsertStatement {
        let mut insert = Query::insert();
        let names = self.fields.iter().skip(1).map(Field::name);
        insert.into_table(self.table).columns(names.clone()).returning_col(self.key());
        match self.fields.len() {
            1 => insert.or_default_values(),
            _ => insert.values_panic(names.map(|_| hole())),
        };
        insert
    }

    fn update(&self, fields: &[usize]) -> sea_query::UpdateStatement {
        let mut update = Query::update();
        update.table(self.table).values(fields.iter().map(|index| (self.fields[*index].name(), hole())));
        update.and_where(Expr::col(self.key()).eq(hole()));
        update
    }

    fn delete(&self) -> sea_query::DeleteStatement {
        let mut delete = Query::delete();
        delete.from_table(self.table).and_where(Expr::col(self.key()).eq(hole()));
        delete
    }

    fn taken(&self, fields: &[usize], but_own: bool) -> sea_query::SelectStatement {
        let mut select = Query::select();
        select.expr(Expr::cust("1")).from(self.table);
        for index in fields {
            select.and_where(Expr::col(self.fields[*index].name()).eq(hole()));
        }
        if but_own {
            select.and_where(Expr::col(self.key()).ne(hole()));
        }
        Query::select().expr(Expr::exists(select)).take()
    }

    fn key(&self) -> &'static str {
        self.fields[0].name()
    }
}

/// A value that will be bound; sea-query writes a placeholder for it, whatever it is.
fn hole() -> Expr {
    Expr::val(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::sqlite::{Settings, Sqlite};
    use crate::schema::Schema as _;

    crate::schema! {
        struct User in "users" { name: String, bio: Option<String>, timestamps }
    }

    async fn sql(plan: WritePlan) -> String {
        let sqlite = Sqlite::open(Settings::parse(":memory:").expect("an address")).await.expect("it opens");
        plan.sql(&sqlite, User::TABLE, User::FIELDS)
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
