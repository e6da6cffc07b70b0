//! What a query says comes in as calls that the compiler checks and nobody runs; the type of the query goes out.
//!
//! `from!` writes two things: these calls, in a closure that is never called, and the same as data. Here nothing happens.

use std::marker::PhantomData;

use super::bindings::{Binding, Bindings, Fields, Inner, Outer, Record};
use super::dynamic::{Condition, Fits};
use super::expr::{Expr, Truth, Unknown};
use super::plan::{Argument, Plan, Step};
use super::source::Of;
use super::tree::Tree;
use super::{Dynamic, IntoQuery, Load, Loader, Merge, Named, Orders, Pinned, PinnedList, Query, RowCount};
use crate::schema::{FieldType, Kind, Type, Value};

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

    /// The same joins, whose rows have names instead of places.
    pub fn inner_join_as<X: Record>(self, _: &Of<X>, _: &Named<X>) -> (X::Fields<Inner>, Self) {
        unread()
    }

    /// A left join whose row has a name.
    pub fn left_join_as<X: Record>(self, _: &Of<X>, _: &Named<Option<X>>) -> (X::Fields<Outer>, Self) {
        unread()
    }

    /// A right join whose row has a name.
    pub fn right_join_as<X: Record>(
        self,
        _: &Of<X>,
        _: &Named<X>,
    ) -> (X::Fields<Inner>, Shape<B::Optional, O>) {
        unread()
    }

    /// A full join whose row has a name.
    pub fn full_join_as<X: Record>(
        self,
        _: &Of<X>,
        _: &Named<Option<X>>,
    ) -> (X::Fields<Outer>, Shape<B::Optional, O>) {
        unread()
    }

    /// The first row gets a name.
    pub fn name_first(self, _: &Named<B::First>) -> Self {
        self
    }

    /// Fields of the result get other values.
    pub fn merge(self, _typed: impl FnOnce(&mut O)) -> Self {
        self
    }

    /// The associations of the result.
    pub fn associations(&self) -> O::Associations
    where
        O: Record,
    {
        O::associations()
    }

    /// Rows of another query with the same result.
    pub fn combine(self, _: &Of<O>) -> Self {
        self
    }
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
    append(source.into_query().plan, Loader::new(load), tree, arguments)
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
    append(source.into_query().plan, Loader::new(load), tree, arguments)
}

fn append<B: Bindings, O>(
    mut plan: Plan,
    load: Loader<O>,
    tree: &'static Tree,
    arguments: Vec<Argument>,
) -> Query<B, O> {
    plan.steps.push(Step::Tree { tree, arguments });
    Query::new(plan, load)
}

/// A query that reads more columns into its result.
pub fn merge<B: Bindings, O>(mut query: Query<B, O>, merge: Merge<O>) -> Query<B, O> {
    query.load.merge(merge);
    query
}

/// A condition that is known at run time; `typed` is never called.
pub fn dynamic<B: Bindings>(
    typed: impl FnOnce(<B::First as Binding>::Fields, Shape<B, ()>),
    tree: &'static Tree,
    arguments: Vec<Argument>,
) -> Dynamic<B> {
    drop(typed);
    Dynamic::new(Condition::Tree { tree, arguments })
}

/// The same with names for several rows.
pub fn dynamic_all<B: Bindings>(
    typed: impl FnOnce(B::All, Shape<B, ()>),
    tree: &'static Tree,
    arguments: Vec<Argument>,
) -> Dynamic<B> {
    drop(typed);
    Dynamic::new(Condition::Tree { tree, arguments })
}

/// A condition behind `^` is on these rows.
pub fn fits<B, O, C: Fits<B>>(_: &Shape<B, O>, _: &C) {}

/// The columns of a row by its name.
pub fn named<N: Binding>(_: &Named<N>) -> N::Fields {
    unread()
}

/// What a query refers to by it.
pub fn name<N>(name: &Named<N>) -> Argument {
    Argument::Name(name.name())
}

/// What a query has as its result where a join takes its first row away: that row.
#[diagnostic::on_unimplemented(
    message = "this join may leave the first row out: what is made of the rows is to be said anew",
    label = "the result so far is `{O}`",
    note = "add `select: ..`"
)]
pub trait Whole<O> {}

impl<O> Whole<O> for O {}

/// The result of a query is its first row.
pub fn whole_row<B, O, F: Fields>(_: &Shape<B, O>, _: &F)
where
    F::Row: Whole<O>,
{
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
    value.to_argument()
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
