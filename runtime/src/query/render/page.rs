//! A page comes in, the order and the condition that find its rows go out.

use sea_query::{Expr, ExprTrait as _, NullOrdering};

use super::super::Direction;
use super::super::seek::Seek;
use super::draft::{Draft, sql_order};
use super::{VALUE, hole};

impl Draft<'_> {
    /// As many rows as the value of this number says, from the one on that the value after it says.
    pub(super) fn rows_from(&mut self, next: usize) {
        self.limit = Some(VALUE | next as u64);
        self.offset = Some(VALUE | (next + 1) as u64);
    }

    pub(super) fn all_rows(&mut self) {
        (self.limit, self.offset) = (None, None);
    }

    /// Among equals decides the primary key, so that no row is on two pages. What is grouped or put together has none.
    pub(super) fn then_by_key(&mut self) {
        if !self.groups.is_empty() || self.distinct.is_some() || !self.combinations.is_empty() {
            return;
        }
        let direction =
            self.orders.last().map_or(sea_query::Order::Asc, |(_, direction, _)| direction.clone());
        for key in self.key() {
            if !self.orders.iter().any(|(ordered, ..)| *ordered == key) {
                self.orders.push((key, direction.clone(), None));
            }
        }
    }

    /// The rows behind the one whose values begin with the number `next`, as far as one is known.
    pub(super) fn seek(&mut self, seek: &Seek, next: usize) {
        // Null is behind everything else, on the way back before it.
        let nulls = if seek.backward { NullOrdering::First } else { NullOrdering::Last };
        self.orders = seek
            .directions()
            .map(|(column, direction)| {
                let nulls = self.is_nullable(column).then_some(nulls);
                (self.first_column(column), sql_order(direction), nulls)
            })
            .collect();
        let sides = seek.directions().zip(&seek.beside).enumerate();
        let sides = sides.map(|(index, ((column, direction), value))| Side {
            column: self.first_column(column),
            is_nullable: self.is_nullable(column),
            direction,
            value: (!value.is_null()).then(|| hole(next + index)),
            backward: seek.backward,
        });
        // Behind in the first column, or equal there and behind in the next. `a >= 1 AND (a > 1 OR b > 2)` lets an index on `a`
        // begin at the right place.
        let behind = sides.collect::<Vec<_>>().into_iter().rev().fold(None, |rest: Option<Expr>, side| {
            Some(match rest {
                None => side.behind(),
                Some(rest) => side.not_before().and(side.behind().or(rest)),
            })
        });
        if let Some(behind) = behind {
            self.and_where(behind);
        }
    }

    fn is_nullable(&self, index: usize) -> bool {
        self.rows.first().is_nullable(index)
    }
}

/// A column, and its value in the row beside the page.
struct Side {
    column: Expr,
    is_nullable: bool,
    direction: Direction,
    /// None for null.
    value: Option<Expr>,
    backward: bool,
}

impl Side {
    fn behind(&self) -> Expr {
        match (self.value.clone(), self.direction) {
            (Some(value), Direction::Asc) => self.or_null(self.column.clone().gt(value)),
            (Some(value), Direction::Desc) => self.or_null(self.column.clone().lt(value)),
            (None, _) if self.backward => self.column.clone().is_not_null(),
            (None, _) => Expr::cust("FALSE"),
        }
    }

    fn not_before(&self) -> Expr {
        match (self.value.clone(), self.direction) {
            (Some(value), Direction::Asc) => self.or_null(self.column.clone().gte(value)),
            (Some(value), Direction::Desc) => self.or_null(self.column.clone().lte(value)),
            (None, _) if self.backward => Expr::cust("TRUE"),
            (None, _) => self.column.clone().is_null(),
        }
    }

    /// Nulls are behind every value.
    fn or_null(&self, condition: Expr) -> Expr {
        if self.is_nullable && !self.backward {
            condition.or(self.column.clone().is_null())
        } else {
            condition
        }
    }
}
