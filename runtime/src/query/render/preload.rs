//! An association and a query of its rows come in, the statement that finds those of many rows at once goes out.

use sea_query::{
    ColumnRef, Expr, ExprTrait as _, Func, IntoIden as _, Query as Sql, SelectStatement, WindowStatement,
};

use super::super::plan::{Plan, Source};
use super::super::tree::JoinKind;
use super::association::{between_table, filtered};
use super::bound::{Bound, Outer};
use super::draft::{Draft, sql_order};
use super::node::any_of;
use super::{VALUE, hole};
use crate::schema::{self, Association, Kind, Link};

/// What the statement within calls the key of the row that a row belongs to, and its place among those of it: no field is called
/// so, since these are no names in Rust.
const KEY: &str = "its key";
const PLACE: &str = "its place";

impl Draft<'_> {
    /// Only the rows that an association leads to from rows with the keys in the value of this number.
    pub(super) fn of(&mut self, owner: &schema::Source, association: &'static Association, next: usize) {
        let (row, kind) = (self.rows.first().clone(), owner.fields[association.own(owner)].kind());
        let key = match association.link() {
            Link::Keys { other, .. } => row.at(*other),
            Link::Join { other, join, .. } => {
                let between = format!("{}_{}", row.alias, self.joins.len());
                let to_row = Expr::col((between.clone(), join.other())).eq(row.at(*other));
                let table = between_table(join).alias(between.clone().into_iden());
                self.joins.push((JoinKind::Inner, table, Some(to_row)));
                Expr::col((between, join.own()))
            }
            Link::Through(_) => {
                let among = self.among(owner, association, kind, next);
                return self.and_where(among);
            }
        };
        self.and_where(any_of(self.context.backend, key.clone(), kind, next));
        for filter in association.filters() {
            self.and_where(filtered(&row, filter));
        }
        self.parent = Some((association, key));
    }

    /// Whether a row is one of those that a way over other associations leads to.
    fn among(&self, owner: &schema::Source, association: &Association, kind: Kind, next: usize) -> Expr {
        let plan = Plan { source: Source::Table(*owner), steps: Vec::new() };
        let mut way = Draft::read(&plan, self.context, next, self.depth + 1, Outer::new());
        let related = *association.related();
        let (own, row) = (way.rows.first().clone(), Bound::new(&Source::Table(related), 1, self.depth + 1));
        way.follow(JoinKind::Inner, &own, association, &row, None);
        way.and_where(any_of(self.context.backend, own.at(association.own(owner)), kind, next));
        way.set_columns(related.key.iter().map(|index| row.at(*index)).collect());
        let mut key = self.key();
        let key = if key.len() == 1 { key.swap_remove(0) } else { Expr::Tuple(key) };
        key.in_subquery(way.select(None))
    }

    /// All columns of the rows, and the key of the row that each belongs to. A limit and an offset count the rows of each of these.
    pub(super) fn preload(mut self) -> SelectStatement {
        let Some((association, Expr::Column(key))) = self.parent.take() else { return self.select(None) };
        if self.orders.is_empty() {
            let orders = association
                .order()
                .iter()
                .map(|(column, direction)| (self.rows.first().at(*column), sql_order(*direction), None));
            self.orders = orders.collect();
        }
        let (limit, offset) = (self.limit.take(), self.offset.take());
        let mut columns = self.rows.first().columns();
        columns.push(key.clone().into());
        if limit.is_none() && offset.is_none() {
            self.columns = Some((columns, vec![]));
            return self.select(None);
        }
        let mut names = self.rows.first().names();
        names.push(KEY);
        self.then_by_key();
        let window = self.window(key);
        self.orders.clear();
        self.columns = Some((columns, vec![]));
        let mut inner = self.select(Some(&names));
        inner.expr_window_as(Func::cust("ROW_NUMBER"), window, PLACE);
        let place = || Expr::col(("s0", PLACE));
        let behind = offset.map_or_else(place, |offset| place().sub(number(offset)));
        let mut outer = Sql::select();
        outer.columns(names.into_iter().map(|name| ("s0", name))).from_subquery(inner, "s0");
        outer.and_where_option(offset.map(|offset| place().gt(number(offset))));
        outer.and_where_option(limit.map(|limit| behind.lte(number(limit))));
        outer.order_by(("s0", PLACE), sea_query::Order::Asc);
        outer
    }

    /// The rows of one key in their order.
    fn window(&self, key: ColumnRef) -> WindowStatement {
        let mut window = WindowStatement::partition_by(key);
        for (expr, order, nulls) in self.orders.iter().cloned() {
            match nulls {
                Some(nulls) => window.order_by_expr_with_nulls(expr, order, nulls),
                None => window.order_by_expr(expr, order),
            };
        }
        window
    }
}

/// A number of rows, or the value that says it.
fn number(rows: u64) -> Expr {
    if rows & VALUE == 0 {
        return Expr::Constant(i64::try_from(rows).unwrap_or(i64::MAX).into());
    }
    hole(usize::try_from(rows & !VALUE).unwrap_or(usize::MAX)).cast_as("BIGINT")
}
