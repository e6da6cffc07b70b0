//! What a query says comes in as calls that the compiler checks and nobody runs; the type of the query goes out.
//!
//! `from!` writes two things: these calls, in a closure that is never called, and the same as data. Here nothing happens.

use std::marker::PhantomData;

use super::bindings::{Binding, Bindings, Fields, Inner, Outer, Record};
use super::expr::{Expr, Truth, Unknown};
use super::plan::{Argument, Joined, Source, Step};
use super::tree::Tree;
use super::{IntoQuery, Load, Orders, Pinned, PinnedList, Query, RowCount};
use crate::schema::{self, FieldType, Kind, Schema, Table, Type, Value};

/// The columns of `X`, joined as `Y` to the rows of `B`, and the query with it.
type Joining<X, P, B, Y, O> = (<X as Record>::Fields<P>, Shape<<B as Bindings>::Push<Y>, O>);

/// The type of a query while its clauses are read.
pub struct Shape<B, O>(PhantomData<fn() -> (B, O)>);

impl<B: Bindings, O> Shape<B, O> {
    const fn new() -> Self {
        Self(PhantomData)
    }

    /// Another result.
    pub fn select<V>(self, _value: V) -> Shape<B, V> {
        Shape::new()
    }

    /// A join of which both sides are there.
    pub fn inner_join<X: Record>(self, _: &Of<X>) -> Joining<X, Inner, B, X, O> {
        unread()
    }

    /// A join of which the right side may be missing.
    pub fn left_join<X: Record>(self, _: &Of<X>) -> Joining<X, Outer, B, Option<X>, O> {
        unread()
    }

    /// A join of which all before it may be missing.
    pub fn right_join<X: Record>(self, _: &Of<X>) -> Joining<X, Inner, B::Optional, X, O> {
        unread()
    }

    /// A join of which either side may be missing.
    pub fn full_join<X: Record>(self, _: &Of<X>) -> Joining<X, Outer, B::Optional, Option<X>, O> {
        unread()
    }

    /// Rows of another query with the same result.
    pub fn combine(self, _: &Of<O>) -> Self {
        self
    }
}

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
        Argument::Source(Joined(Source::Query { plan: Box::new(self.plan), names: O::NAMES }))
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
    (Of(PhantomData), Argument::Source(Joined(Source::Query { plan, names: &[] })))
}

/// The one value of a query; null where it has no row.
pub fn scalar<T: FieldType>(_: &Of<T>) -> Expr<Option<T::Inner>> {
    Expr::new()
}

/// Whether a query has a row.
pub fn exists<O>(_: &Of<O>) -> Expr<bool> {
    Expr::new()
}

/// A query that goes on from another one; `typed` is never called.
pub fn extend<Q, B, F>(
    source: Q,
    typed: F,
    tree: &'static Tree,
    arguments: Vec<Argument>,
) -> Query<B, Q::Output>
where
    Q: IntoQuery,
    B: Bindings,
    F: FnOnce(First<Q>, Shape<Q::Bindings, Q::Output>) -> Shape<B, Q::Output>,
{
    drop(typed);
    let query = source.into_query();
    append(query.plan, query.load, tree, arguments)
}

/// The columns of a query's first row.
type First<Q> = <<<Q as IntoQuery>::Bindings as Bindings>::First as Binding>::Fields;
/// The columns of all its rows.
type All<Q> = <<Q as IntoQuery>::Bindings as Bindings>::All;

/// The same with names for several rows.
pub fn extend_all<Q, B, F>(
    source: Q,
    typed: F,
    tree: &'static Tree,
    arguments: Vec<Argument>,
) -> Query<B, Q::Output>
where
    Q: IntoQuery,
    B: Bindings,
    F: FnOnce(All<Q>, Shape<Q::Bindings, Q::Output>) -> Shape<B, Q::Output>,
{
    drop(typed);
    let query = source.into_query();
    append(query.plan, query.load, tree, arguments)
}

/// A query with another result, which `load` reads; `typed` is never called.
pub fn select<Q, B, O, F>(
    source: Q,
    typed: F,
    tree: &'static Tree,
    arguments: Vec<Argument>,
    load: Load<O>,
) -> Query<B, O>
where
    Q: IntoQuery,
    B: Bindings,
    F: FnOnce(First<Q>, Shape<Q::Bindings, Q::Output>) -> Shape<B, O>,
{
    drop(typed);
    append(source.into_query().plan, load, tree, arguments)
}

/// The same with names for several rows.
pub fn select_all<Q, B, O, F>(
    source: Q,
    typed: F,
    tree: &'static Tree,
    arguments: Vec<Argument>,
    load: Load<O>,
) -> Query<B, O>
where
    Q: IntoQuery,
    B: Bindings,
    F: FnOnce(All<Q>, Shape<Q::Bindings, Q::Output>) -> Shape<B, O>,
{
    drop(typed);
    append(source.into_query().plan, load, tree, arguments)
}

fn append<B: Bindings, O>(
    mut plan: super::Plan,
    load: Load<O>,
    tree: &'static Tree,
    arguments: Vec<Argument>,
) -> Query<B, O> {
    plan.steps.push(Step::Tree { tree, arguments });
    Query::new(plan, load)
}

/// What stands for an expression that could not be read.
#[cold]
pub fn unread<T>() -> T {
    unreachable!("bug in Bennu: what types a query is never run")
}

/// The value that an expression comes to in a result.
pub fn value<T: FieldType>(_: Expr<T>) -> T {
    unread()
}

/// A whole row in a result.
pub fn row<F: Fields>(_: &F) -> F::Row {
    unread()
}

/// A row that may be missing from here on.
pub fn missing<F: Fields>(_: F) -> F::Optional {
    unread()
}

/// A row where an expression stands.
pub fn whole<F: Fields>(_: &F) -> Expr<F::Row> {
    Expr::new()
}

/// What stands for an expression with a mistake.
pub fn nothing() -> Unknown {
    Unknown
}

/// What a type of a cast is in the database.
pub const fn kind<T: FieldType>() -> Kind {
    <T::Inner as Type>::KIND
}

/// A value behind `^`.
pub fn pin<P: Pinned + ?Sized>(_: &P) -> Expr<P::Sql> {
    Expr::new()
}

/// What is bound for it.
pub fn pinned<P: Pinned + ?Sized>(value: &P) -> Argument {
    Argument::Value(value.to_value())
}

/// A list behind `in`.
pub fn pin_list<L: PinnedList + ?Sized>(_: &L) -> Expr<L::Sql> {
    Expr::new()
}

/// What is bound for it.
pub fn pinned_list<L: PinnedList + ?Sized>(values: &L) -> Argument {
    let (kind, values) = super::list(values);
    Argument::List(kind, values)
}

/// A number of rows.
pub fn rows<R: RowCount + ?Sized>(_: &R) {}

/// What is bound for it.
pub fn pinned_rows<R: RowCount + ?Sized>(rows: &R) -> Argument {
    Argument::Value(Value::Integer(rows.to_rows()))
}

/// An order that is chosen at run time.
pub fn orders<F: Fields, O: Orders<F::Row> + ?Sized>(_: &F, _: &O) {}

/// What is known of it.
pub fn chosen_orders<T, O: Orders<T> + ?Sized>(orders: &O) -> Argument {
    Argument::Orders(orders.to_orders())
}

/// A number as it is written.
pub fn number<T>(_: T) -> Expr<T> {
    Expr::new()
}

/// A literal.
pub fn literal<P: Pinned>(_: P) -> Expr<P::Sql> {
    Expr::new()
}

/// A condition.
pub fn condition<T: Truth>(_: Expr<T>) {}

/// Any expression.
pub fn any<T>(_: Expr<T>) {}
