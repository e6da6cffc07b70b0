//! What is to be written comes in, its statement goes out.

use sea_query::{Expr, ExprTrait as _, Query, ReturningClause};

use super::super::adapter::{Adapter, Statement};
use super::super::statement::table;
use super::options::{Conflict, ConflictAction, Operation, Target};
use crate::schema::{Field, Generated, Source, Writable};

/// What decides the text of a statement that writes, beside the schema. The numbers are places of fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in super::super) enum WritePlan {
    Insert(Insert),
    /// Where `filters`, beside the key, have their values.
    Update {
        fields: Vec<usize>,
        filters: Vec<usize>,
        returning: Returning,
    },
    Delete {
        filters: Vec<usize>,
    },
    /// Whether a row has these values, perhaps one with another key.
    Taken {
        fields: Vec<usize>,
        but_own: bool,
    },
}

/// So many rows with values for these fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in super::super) struct Insert {
    pub(super) fields: Vec<usize>,
    pub(super) rows: usize,
    pub(super) conflict: Option<Conflict>,
    pub(super) returning: Returning,
}

/// Which columns a write returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in super::super) enum Returning {
    Nothing,
    /// What the database gave a new row: its key, and what nobody else writes.
    Given,
    /// What the database gave a row that changed.
    Computed,
    All,
}

impl Returning {
    /// The places of the fields.
    pub(super) fn fields(self, all: &[Field]) -> Vec<usize> {
        let is_returned = |field: &Field| match self {
            Self::Nothing => false,
            Self::Given => field.generated() == Generated::Key || is_computed(field),
            Self::Computed => is_computed(field),
            Self::All => !field.is_virtual(),
        };
        (0..all.len()).filter(|index| is_returned(&all[*index])).collect()
    }

    fn clause(self, source: &Source) -> Option<ReturningClause> {
        let fields = self.fields(source.fields);
        let columns = fields.into_iter().map(|index| source.fields[index].source());
        (columns.len() > 0).then(|| Query::returning().columns(columns))
    }
}

impl WritePlan {
    /// The statement, which keeps the values of secret fields out of the log.
    pub(in super::super) fn statement(&self, adapter: &impl Adapter, source: &Source) -> Statement {
        let statement = Statement::new(source.table, self.sql(adapter, source));
        if !source.fields.iter().any(Field::is_redacted) {
            return statement;
        }
        statement.hiding(self.bound(source).into_iter().map(|index| source.fields[index].is_redacted()))
    }

    fn sql(&self, adapter: &impl Adapter, source: &Source) -> String {
        match self {
            Self::Insert(plan) => adapter.sql(&insert(source, plan)),
            Self::Update { fields, filters, returning } => {
                adapter.sql(&update(source, fields, filters, *returning))
            }
            Self::Delete { filters } => adapter.sql(&delete(source, filters)),
            Self::Taken { fields, but_own } => adapter.sql(&taken(source, fields, *but_own)),
        }
    }

    /// The places of the fields that its values are for, in order.
    fn bound(&self, source: &Source) -> Vec<usize> {
        match self {
            Self::Insert(plan) => {
                let changes = plan.conflict.iter().flat_map(Conflict::bound);
                plan.fields.repeat(plan.rows).into_iter().chain(changes).collect()
            }
            Self::Update { fields, filters, .. } => [&fields[..], source.key, filters].concat(),
            Self::Delete { filters } => [source.key, filters].concat(),
            Self::Taken { fields, .. } => [fields, source.key].concat(),
        }
    }
}

/// Whether an insert may have a value for it.
pub(super) fn is_inserted(field: &Field) -> bool {
    !field.is_virtual() && field.writable() != Writable::Never
}

/// Whether an update may change it.
pub(super) fn is_updated(field: &Field) -> bool {
    !field.is_virtual() && field.writable() == Writable::Always
}

/// Whether the database alone writes it.
fn is_computed(field: &Field) -> bool {
    !field.is_virtual() && field.writable() == Writable::Never
}

fn insert(source: &Source, plan: &Insert) -> sea_query::InsertStatement {
    let mut insert = Query::insert();
    let names = plan.fields.iter().map(|index| source.fields[*index].source());
    insert.into_table(table(source)).columns(names);
    if plan.fields.is_empty() {
        insert.or_default_values();
    }
    for _ in 0..plan.rows {
        if !plan.fields.is_empty() {
            insert.values_panic(plan.fields.iter().map(|_| hole()));
        }
    }
    if let Some(conflict) = &plan.conflict {
        insert.on_conflict(on_conflict(source, plan, conflict));
    }
    if let Some(returning) = plan.returning.clause(source) {
        insert.returning(returning);
    }
    insert
}

fn on_conflict(source: &Source, plan: &Insert, conflict: &Conflict) -> sea_query::OnConflict {
    let name = |index: &usize| source.fields[*index].source();
    let mut clause = match &conflict.target {
        Target::Any => sea_query::OnConflict::new(),
        Target::Fields(fields) => sea_query::OnConflict::columns(fields.iter().map(name)),
        Target::Constraint(name) => sea_query::OnConflict::constraint(name),
    };
    match &conflict.action {
        ConflictAction::Nothing => {}
        ConflictAction::Replace(fields) => {
            clause.update_columns(fields.iter().map(name));
        }
        ConflictAction::ReplaceAllExcept(kept) => {
            clause.update_columns(plan.fields.iter().filter(|index| !kept.contains(index)).map(name));
        }
        ConflictAction::Update(changes) => {
            for (index, operation) in changes {
                let value = match operation {
                    Operation::Set => hole(),
                    Operation::Inc => Expr::col((source.table, name(index))).add(hole()),
                };
                clause.value(name(index), value);
            }
        }
    }
    if conflict.changes(plan).next().is_none() {
        clause.do_nothing();
    }
    clause
}

fn update(
    source: &Source,
    fields: &[usize],
    filters: &[usize],
    returning: Returning,
) -> sea_query::UpdateStatement {
    let mut update = Query::update();
    update.table(table(source));
    update.values(fields.iter().map(|index| (source.fields[*index].source(), hole())));
    for index in source.key.iter().chain(filters) {
        update.and_where(is_equal(source, *index));
    }
    if let Some(returning) = returning.clause(source) {
        update.returning(returning);
    }
    update
}

fn delete(source: &Source, filters: &[usize]) -> sea_query::DeleteStatement {
    let mut delete = Query::delete();
    delete.from_table(table(source));
    for index in source.key.iter().chain(filters) {
        delete.and_where(is_equal(source, *index));
    }
    delete
}

fn taken(source: &Source, fields: &[usize], but_own: bool) -> sea_query::SelectStatement {
    let mut select = Query::select();
    select.expr(Expr::cust("1")).from(table(source));
    for index in fields {
        select.and_where(is_equal(source, *index));
    }
    if but_own {
        let own = source.key.iter().map(|index| is_equal(source, *index)).reduce(Expr::and);
        own.map(|own| select.and_where(own.not()));
    }
    Query::select().expr(Expr::exists(select)).take()
}

fn is_equal(source: &Source, index: usize) -> Expr {
    Expr::col(source.fields[index].source()).eq(hole())
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

    async fn insert(conflict: Option<Conflict>, rows: usize) -> String {
        sql(WritePlan::Insert(Insert { fields: vec![1, 3], rows, conflict, returning: Returning::Given }))
            .await
    }

    #[tokio::test]
    async fn writes_bind_every_value() {
        let expected = r#"INSERT INTO "users" ("name", "inserted_at") VALUES (?, ?) RETURNING "id""#;
        assert_eq!(insert(None, 1).await, expected);
        let expected = r#"INSERT INTO "users" ("name", "inserted_at") VALUES (?, ?), (?, ?) RETURNING "id""#;
        assert_eq!(insert(None, 2).await, expected);
        let update = |filters, returning| WritePlan::Update { fields: vec![2, 4], filters, returning };
        let expected = r#"UPDATE "users" SET "bio" = ?, "updated_at" = ? WHERE "id" = ?"#;
        assert_eq!(sql(update(vec![], Returning::Nothing)).await, expected);
        let expected = format!(
            r#"{expected} AND "name" = ? RETURNING "id", "name", "bio", "inserted_at", "updated_at""#
        );
        assert_eq!(sql(update(vec![1], Returning::All)).await, expected);
        let expected = r#"DELETE FROM "users" WHERE "id" = ?"#;
        assert_eq!(sql(WritePlan::Delete { filters: Vec::new() }).await, expected);
        let taken = WritePlan::Taken { fields: vec![1, 2], but_own: true };
        let expected =
            r#"SELECT EXISTS(SELECT 1 FROM "users" WHERE "name" = ? AND "bio" = ? AND (NOT "id" = ?))"#;
        assert_eq!(sql(taken).await, expected);
    }

    #[tokio::test]
    async fn conflicts_are_said_in_sql() {
        let start = r#"INSERT INTO "users" ("name", "inserted_at") VALUES (?, ?) ON CONFLICT"#;
        let clause = async |target, action| {
            let sql = insert(Some(Conflict { target, action }), 1).await;
            let clause = sql.strip_prefix(start).and_then(|rest| rest.strip_suffix(r#" RETURNING "id""#));
            clause.expect("all of it is there").trim().to_owned()
        };
        assert_eq!(clause(Target::Any, ConflictAction::Nothing).await, "DO NOTHING");
        let name = || Target::Fields(vec![1]);
        let expected = r#"("name") DO UPDATE SET "bio" = "excluded"."bio""#;
        assert_eq!(clause(name(), ConflictAction::Replace(vec![2])).await, expected);
        let expected = r#"("name") DO UPDATE SET "inserted_at" = "excluded"."inserted_at""#;
        assert_eq!(clause(name(), ConflictAction::ReplaceAllExcept(vec![1])).await, expected);
        let changes = vec![(2, Operation::Set), (0, Operation::Inc)];
        let expected = r#"("name") DO UPDATE SET "bio" = ?, "id" = "users"."id" + ?"#;
        assert_eq!(clause(name(), ConflictAction::Update(changes)).await, expected);
    }
}
