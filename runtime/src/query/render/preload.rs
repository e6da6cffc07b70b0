//! An association and a query of its rows come in, the statement that finds those of many rows at once goes out.

use sea_query::{
    ColumnRef, Expr, ExprTrait as _, Func, IntoIden as _, Query as Sql, SelectStatement, WindowStatement,
};

use super::super::tree::JoinKind;
use super::association::{between_table, filtered};
use super::draft::{Draft, sql_order};
use super::node::any_of;
use super::{VALUE, hole};
use crate::schema::{Association, Kind, Link};

/// What the statement within calls the key of the row that a row belongs to, and its place among those of it: no field is called
/// so, since these are no names in Rust.
const KEY: &str = "its key";
const PLACE: &str = "its place";

impl Draft {
    /// Only the rows that an association leads to from rows with the keys in the value of this number.
    pub(super) fn of(&mut self, association: &Association, next: usize) {
        let row = self.rows[0].clone();
        let (key, kind) = match association.link() {
            Link::Keys { other, .. } => (row.at(*other), association.related().fields[*other].kind()),
            Link::Join { other, join, .. } => {
                let between = format!("{}_{}", row.alias, self.joins.len());
                let to_row = Expr::col((between.clone(), join.other())).eq(row.at(*other));
                let table = between_table(join).alias(between.clone().into_iden());
                self.joins.push((JoinKind::Inner, table, Some(to_row)));
                (Expr::col((between, join.own())), Kind::String)
            }
            Link::Through(_) => return,
        };
        self.and_where(any_of(self.backend, key.clone(), kind, next));
        for filter in association.filters() {
            self.and_where(filtered(&row, filter));
        }
        if self.orders.is_empty() {
            let orders = association.order().iter();
            self.orders
                .extend(orders.map(|(column, direction)| (row.at(*column), sql_order(*direction), None)));
        }
        self.parent = Some(key);
    }

    /// All columns of the rows, and the key of the row that each belongs to. A limit and an offset count the rows of each of these.
    pub(super) fn preload(mut self) -> SelectStatement {
        let Some(Expr::Column(key)) = self.parent.take() else { return self.select(None) };
        let (limit, offset) = (self.limit.take(), self.offset.take());
        let mut columns = self.rows[0].columns();
        columns.push(key.clone().into());
        if limit.is_none() && offset.is_none() {
            self.columns = Some((columns, vec![]));
            return self.select(None);
        }
        let mut names = self.rows[0].names();
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
