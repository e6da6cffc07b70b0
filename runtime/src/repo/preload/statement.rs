//! An association comes in, the statement that finds its rows by their keys goes out.

use sea_query::{Alias, Expr, ExprTrait, IntoTableRef as _, Order, SelectStatement, TableRef};

use super::super::statement::table;
use crate::query::Direction;
use crate::schema::{Association, Filter, Join, Link, Source, Value};

/// How the rows of an association are found.
pub(in super::super) struct Lookup {
    association: &'static Association,
    source: &'static Source,
    own: usize,
    by: By,
}

/// Where the key is that the rows are found by.
#[derive(Clone, Copy)]
enum By {
    /// In a field of theirs.
    Field(usize),
    /// In the table between, which refers to this field of theirs.
    Join(Join, usize),
}

/// A query names tables by their first letter and their place, as Ecto does.
fn alias(name: &str, place: usize) -> Alias {
    Alias::new(format!("{}{place}", name.chars().next().unwrap_or('t')))
}

impl Lookup {
    /// Of an association that does not take its way over others.
    pub(in super::super) fn of(association: &'static Association) -> Self {
        let (own, by) = match *association.link() {
            Link::Keys { own, other } => (own, By::Field(other)),
            Link::Join { own, other, join } => (own, By::Join(join, other)),
            Link::Through(_) => unreachable!("bug in Bennu: its token knows the way over the others"),
        };
        Self { association, source: association.related(), own, by }
    }

    /// The table that the rows are in.
    pub(in super::super) fn table(&self) -> &'static str {
        self.source.table
    }

    /// The field of the row that has the association.
    pub(super) fn own(&self) -> usize {
        self.own
    }

    /// All columns of the rows, and the key that each was found by where the table between has it.
    pub(in super::super) fn select(&self, keys: usize) -> SelectStatement {
        let rows = alias(self.source.table, 0);
        let column = |index: usize| Expr::col((rows.clone(), self.source.fields[index].source()));
        let columns = (0..self.source.fields.len()).filter(|index| !self.source.fields[*index].is_virtual());
        let mut select = sea_query::Query::select();
        select.exprs(columns.map(column)).from(table(self.source).alias(rows.clone()));
        let key = match self.by {
            By::Field(index) => column(index),
            By::Join(join, index) => {
                let between = alias(join.name(), 1);
                let theirs = Expr::col((between.clone(), join.other())).eq(column(index));
                select.inner_join(join_table(&join).alias(between.clone()), theirs);
                let ours = Expr::col((between, join.own()));
                select.expr(ours.clone());
                ours
            }
        };
        select.and_where(key.is_in((0..keys).map(|_| hole())));
        for filter in self.association.filters() {
            let column = column(filter.field());
            select.and_where(if filter.value().is_null() { column.is_null() } else { column.eq(hole()) });
        }
        for (index, direction) in self.association.order() {
            let direction = match direction {
                Direction::Asc => Order::Asc,
                Direction::Desc => Order::Desc,
            };
            select.order_by((rows.clone(), self.source.fields[*index].source()), direction);
        }
        select
    }

    /// What the holes of the conditions hold.
    pub(super) fn values(&self) -> impl Iterator<Item = Value> {
        self.association.filters().iter().map(Filter::value).filter(|value| !value.is_null())
    }

    /// The field of the rows that has the key, where they have it themselves.
    pub(super) fn field(&self) -> Option<usize> {
        match self.by {
            By::Field(index) => Some(index),
            By::Join(..) => None,
        }
    }
}

fn join_table(join: &Join) -> TableRef {
    match join.prefix() {
        Some(prefix) => (prefix, join.name()).into_table_ref(),
        None => join.name().into_table_ref(),
    }
}

/// A value that will be bound; sea-query writes a placeholder for it, whatever it is.
fn hole() -> Expr {
    Expr::val(0)
}
