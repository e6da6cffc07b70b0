//! The clauses of a statement come in, sea-query's statement goes out.

use sea_query::{
    ColumnRef, Condition, DeleteStatement, Expr, ExprTrait as _, JoinType, LockBehavior, LockType,
    Query as Sql, ReturningClause, SelectStatement, TableRef, UnionType, UpdateStatement,
};

use super::super::tree::{Combination, JoinKind, Lock};
use super::draft::Draft;
use crate::repo::Backend;

impl Draft<'_> {
    /// The `SELECT`. Its columns get `names` where another query reads from it.
    pub(super) fn select(self, names: Option<&[&'static str]>) -> SelectStatement {
        let mut select = Sql::select();
        let columns = self.columns.map_or_else(|| self.rows.first().columns(), |(columns, _)| columns);
        let mut merged = self.merged;
        match names {
            Some(names) => columns.into_iter().zip(names).for_each(|(column, name)| {
                let instead = merged.iter().rposition(|(_, merged)| *merged == Some(*name));
                select.expr_as(instead.map_or(column, |index| merged.swap_remove(index).0), *name);
            }),
            None => _ = select.exprs(columns.into_iter().chain(merged.into_iter().map(|(column, _)| column))),
        }
        select.from(self.source);
        for (kind, table, on) in self.joins {
            join(&mut select, kind, table, on);
        }
        select.and_where_option(self.filter).add_group_by(self.groups);
        if let Some(having) = self.having {
            select.and_having(having);
        }
        for (expr, order, nulls) in self.orders {
            match nulls {
                Some(nulls) => select.order_by_expr_with_nulls(expr, order, nulls),
                None => select.order_by_expr(expr, order),
            };
        }
        match self.distinct {
            Some(on) if !on.is_empty() => _ = select.distinct_on(on.into_iter().filter_map(column_ref)),
            Some(_) => _ = select.distinct(),
            None => {}
        }
        select.unions(self.combinations.into_iter().map(|(how, other)| (union_type(how), other)));
        if let Some(rows) = self.limit {
            select.limit(rows);
        }
        if let Some(rows) = self.offset {
            // SQLite has no offset without a limit.
            if self.limit.is_none() && self.context.backend == Backend::Sqlite {
                select.limit(i64::MAX.unsigned_abs());
            }
            select.offset(rows);
        }
        // SQLite has one writer: in a transaction its rows are locked already.
        if let (Some(lock), Backend::Postgres) = (self.lock, self.context.backend) {
            lock_rows(&mut select, lock);
        }
        select
    }

    /// Changes the rows.
    pub(super) fn update(mut self, returning: bool) -> UpdateStatement {
        let mut update = Sql::update();
        update.values(std::mem::take(&mut self.changes));
        if returning {
            update.returning(self.returned());
        }
        let (table, filter) = self.target();
        update.table(table).and_where_option(filter);
        update
    }

    /// Deletes the rows.
    pub(super) fn delete(mut self, returning: bool) -> DeleteStatement {
        let mut delete = Sql::delete();
        if returning {
            delete.returning(self.returned());
        }
        let (table, filter) = self.target();
        delete.from_table(table).and_where_option(filter);
        delete
    }

    fn returned(&mut self) -> ReturningClause {
        let columns = self.columns.take();
        let columns = columns.map_or_else(|| self.rows.first().columns(), |(columns, _)| columns);
        let merged = std::mem::take(&mut self.merged).into_iter().map(|(column, _)| column);
        ReturningClause::Exprs(columns.into_iter().chain(merged).collect())
    }

    /// The table to change, and which of its rows: those that the query has, by their keys where it is more than a table and
    /// a condition.
    fn target(mut self) -> (TableRef, Option<Expr>) {
        let table = self.source.clone();
        if self.joins.is_empty() && self.is_plain() {
            return (table, self.filter);
        }
        let mut key = self.key();
        self.set_columns(key.clone());
        let row = if key.len() == 1 { key.swap_remove(0) } else { Expr::Tuple(key) };
        (table, Some(row.in_subquery(self.select(None))))
    }
}

fn join(select: &mut SelectStatement, kind: JoinKind, table: TableRef, on: Option<Expr>) {
    let on = Condition::all().add(on.unwrap_or_else(|| Expr::cust("TRUE")));
    match (kind, table) {
        (JoinKind::InnerLateral, TableRef::SubQuery(query, alias)) => {
            select.join_lateral(JoinType::InnerJoin, *query, alias, on);
        }
        (JoinKind::LeftLateral, TableRef::SubQuery(query, alias)) => {
            select.join_lateral(JoinType::LeftJoin, *query, alias, on);
        }
        (JoinKind::Inner | JoinKind::InnerLateral, table) => _ = select.join(JoinType::InnerJoin, table, on),
        (JoinKind::Left | JoinKind::LeftLateral, table) => _ = select.join(JoinType::LeftJoin, table, on),
        (JoinKind::Right, table) => _ = select.join(JoinType::RightJoin, table, on),
        (JoinKind::Full, table) => _ = select.join(JoinType::FullOuterJoin, table, on),
        (JoinKind::Cross, table) => _ = select.cross_join(table),
    }
}

fn column_ref(expr: Expr) -> Option<ColumnRef> {
    match expr {
        Expr::Column(column) => Some(column),
        _ => None,
    }
}

fn union_type(how: Combination) -> UnionType {
    match how {
        Combination::Union => UnionType::Distinct,
        Combination::UnionAll => UnionType::All,
        Combination::Intersect => UnionType::Intersect,
        Combination::Except => UnionType::Except,
    }
}

fn lock_rows(select: &mut SelectStatement, lock: Lock) {
    match lock {
        Lock::ForUpdate => select.lock(LockType::Update),
        Lock::ForUpdateSkipLocked => select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked),
        Lock::ForUpdateNowait => select.lock_with_behavior(LockType::Update, LockBehavior::Nowait),
        Lock::ForShare => select.lock(LockType::Share),
    };
}
