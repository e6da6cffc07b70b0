//! What stands behind `in` comes in, its rows as a type and where they come from go out.

use std::marker::PhantomData;

use super::bindings::{Bindings, Record};
use super::expr::Expr;
use super::plan::{Argument, Joined, Selected, Source};
use super::{Cte, IntoQuery, Query};
use crate::schema::{self, FieldType, Schema, Table};

/// The row of what is joined, or the result of a query, as a type alone.
#[derive(Debug)]
pub struct Of<X>(PhantomData<fn() -> X>);

/// What may be joined: a table, or a query whose rows have names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be joined",
    label = "expected a table, or a query whose rows have named columns",
    note = "tables come from `schema!`; a query has names where it selects a whole row or `#{{ total: sum(o.price) }}`"
)]
pub trait Joinable {
    /// Its row.
    type Row: Record;

    /// Where its rows come from.
    fn into_argument(self) -> Argument;
}

impl<T: Schema + Record> Joinable for Table<T> {
    type Row = T;

    fn into_argument(self) -> Argument {
        Argument::Source(Joined(Source::Table(schema::Source::of::<T>())))
    }
}

impl<B: Bindings, O: Record> Joinable for Query<B, O> {
    type Row = O;

    fn into_argument(self) -> Argument {
        let columns = Selected::of::<O>();
        Argument::Source(Joined(Source::Query { plan: Box::new(self.plan), columns }))
    }
}

impl<O: Record> Joinable for Cte<O> {
    type Row = O;

    fn into_argument(self) -> Argument {
        (&self).into_argument()
    }
}

impl<O: Record> Joinable for &Cte<O> {
    type Row = O;

    fn into_argument(self) -> Argument {
        Argument::Source(Joined(self.source()))
    }
}

impl<B: Bindings, O: Record> Joinable for &Query<B, O> {
    type Row = O;

    fn into_argument(self) -> Argument {
        self.clone().into_argument()
    }
}

/// The source of a join: its type, and itself.
pub fn source<J: Joinable>(joinable: J) -> (Of<J::Row>, Argument) {
    (Of(PhantomData), joinable.into_argument())
}

/// A query within a query: its type, and itself.
pub fn query<Q: IntoQuery>(query: Q) -> (Of<Q::Output>, Argument) {
    let plan = Box::new(query.into_query().plan);
    let columns = Selected { names: &[], schema: None };
    (Of(PhantomData), Argument::Source(Joined(Source::Query { plan, columns })))
}

/// The one value of a query; null where it has no row.
pub fn scalar<T: FieldType>(_: &Of<T>) -> Expr<Option<T::Inner>> {
    Expr::new()
}

/// Whether a query has a row.
pub fn exists<O>(_: &Of<O>) -> Expr<bool> {
    Expr::new()
}
