//! A query and a name come in, a common table expression that other queries read from goes out.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::bindings::{Binding, Record};
use super::load::Loader;
use super::plan::{Common, Plan, Selected, Source};
use super::{Bindings, IntoQuery, Query};

/// A query that has a name within other queries, which read from it as from a table: Ecto's `with_cte`, SQL's `WITH`.
///
/// It stands in `from!` behind `in`, also of joins, by reference if it is needed again. However often a query reads from it, the
/// database computes it once.
///
/// ```
/// use bennu::prelude::*;
/// use bennu::query::Cte;
///
/// schema! { pub struct Post in "posts" { user_id: i64, likes: i64 = 0 } }
/// schema! { pub struct User in "users" { name: String } }
///
/// let popular = Cte::new("popular", from!(p in Post, where: p.likes > 100));
/// let users = from!(u in User, join: p in &popular, on: p.user_id == u.id, select: (u.name, p.likes));
/// ```
#[must_use = "it is part of no query yet"]
pub struct Cte<O> {
    source: Source,
    row: PhantomData<fn() -> O>,
}

impl<O: Record> Cte<O> {
    /// The rows of a query, which have names: those of a table, or of `select: #{ .. }`.
    pub fn new<Q: IntoQuery<Output = O>>(name: &'static str, query: Q) -> Self {
        Self::of(Common::new(name, O::NAMES, query.into_query().plan, None))
    }

    /// The rows of `initial`, and as long as there are new ones those that `next` finds by them: a tree or a graph. `next` gets
    /// the rows that were found in the round before.
    ///
    /// Its columns are those of `initial` in their order, with the same types; a `#{ .. }` of its own gives them the same
    /// names.
    ///
    /// ```
    /// use bennu::prelude::*;
    /// use bennu::query::Cte;
    ///
    /// schema! { pub struct Category in "categories" { name: String, parent_id: Option<i64> } }
    ///
    /// let tree = Cte::recursive(
    ///     "tree",
    ///     from!(c in Category, where: is_nil(c.parent_id), select: #{ id: c.id, name: c.name, depth: 0 }),
    ///     |tree| from!(c in Category,
    ///         join: t in tree, on: c.parent_id == t.id,
    ///         select: #{ id: c.id, name: c.name, depth: t.depth + 1 }),
    /// );
    /// let names = from!(t in &tree, order_by: [t.depth, t.name], select: (t.depth, t.name));
    /// ```
    pub fn recursive<Q, B, R>(name: &'static str, initial: Q, next: impl FnOnce(&Self) -> Query<B, R>) -> Self
    where
        Q: IntoQuery<Output = O>,
        B: Bindings,
        R: Record<Columns = O::Columns>,
    {
        let columns = Selected::of::<O>();
        let source = Source::Recursion { name, columns };
        let recursion = next(&Self { source, row: PhantomData });
        let recursion = (recursion.plan, R::NAMES);
        Self::of(Common::new(name, O::NAMES, initial.into_query().plan, Some(recursion)))
    }

    fn of(common: Common) -> Self {
        let source = Source::Cte { cte: Arc::new(common), columns: Selected::of::<O>() };
        Self { source, row: PhantomData }
    }

    /// Whether the database computes it apart from the queries that read from it, even where there is only one: SQL's
    /// `MATERIALIZED` and `NOT MATERIALIZED`. Without it the database decides.
    pub fn materialized(mut self, materialized: bool) -> Self {
        if let Source::Cte { cte, .. } = &mut self.source {
            Arc::make_mut(cte).materialized = Some(materialized);
        }
        self
    }

    pub(super) fn source(&self) -> Source {
        self.source.clone()
    }
}

impl<O> Clone for Cte<O> {
    fn clone(&self) -> Self {
        Self { source: self.source.clone(), row: PhantomData }
    }
}

impl<O> fmt::Debug for Cte<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cte").field(&self.source).finish()
    }
}

/// The rows of a query as those of a table: `from!(s in subquery(query), ..)`.
#[derive(Debug)]
pub struct Subquery<O> {
    source: Source,
    row: PhantomData<fn() -> O>,
}

/// A query that others read from.
pub fn subquery<Q: IntoQuery<Output: Record>>(query: Q) -> Subquery<Q::Output> {
    let source =
        Source::Query { plan: Box::new(query.into_query().plan), columns: Selected::of::<Q::Output>() };
    Subquery { source, row: PhantomData }
}

impl<O: Record + Binding<Row = O>> IntoQuery for Subquery<O> {
    type Bindings = O;
    type Output = O;

    fn into_query(self) -> Query<O, O> {
        Query::new(Plan { source: self.source, steps: Vec::new() }, Loader::new(|row| O::load(row)))
    }
}

impl<O: Record + Binding<Row = O>> IntoQuery for &Cte<O> {
    type Bindings = O;
    type Output = O;

    fn into_query(self) -> Query<O, O> {
        let plan = Plan { source: self.source(), steps: Vec::new() };
        Query::new(plan, Loader::new(|row| O::load(row)))
    }
}

impl<O: Record + Binding<Row = O>> IntoQuery for Cte<O> {
    type Bindings = O;
    type Output = O;

    fn into_query(self) -> Query<O, O> {
        (&self).into_query()
    }
}
