//! Queries: what `from!` says comes in, typed by the rows it names; a plan goes out, which the repo turns into SQL once.

mod bindings;
pub(crate) mod cte;
mod dynamic;
mod expr;
pub(crate) mod functions;
mod load;
mod named;
mod number;
mod order;
mod pattern;
mod pin;
mod plan;
pub(crate) mod preload;
mod render;
mod secret;
mod seek;
pub(crate) mod source;
pub(crate) mod tree;
pub(crate) mod typed;

use std::fmt;
use std::marker::PhantomData;

pub use bindings::{Binding, Bindings, Fields, Inner, Outer, Presence, ReadRow, Record, TooManyBindings};
pub use cte::{Cte, Subquery};
pub use dynamic::{Dynamic, Fits};
pub use expr::{Assigns, Expr, Matches, Side, Summable, Text, Truth, Unknown};
pub use named::Named;
pub use number::{Number, Operand};
pub use order::{Direction, Order, Orders, asc, desc};
pub use pattern::escape_like;
pub use pin::{Pinned, PinnedList, RowCount};
pub use render::Aggregate;

pub(crate) use load::{Load, Loader, Merge};
pub(crate) use pin::list;
pub(crate) use plan::{Key, Plan};
pub(crate) use render::{Purpose, Rendered, render};
pub(crate) use seek::Seek;

use crate::schema::{Schema, Table};

/// A query: rows of `B`, of which it makes an `O`; [`from!`](crate::from!) makes one. A value: it can be kept, cloned and
/// extended, and asks nothing before a [`Repo`](crate::Repo) gets it.
///
/// `B` is the row of the table, or a tuple with those of the joins, `(Video, User, Option<Category>)`. `O` is the first of
/// them if not said otherwise, so that `Query<Video>` is a query of videos.
///
/// ```
/// use bennu::prelude::*;
/// use bennu::query::Query;
///
/// schema! { pub struct Message in "messages" { author: String, likes: i64 = 0 } }
///
/// fn popular(messages: Query<Message>, least: i64) -> Query<Message> {
///     from!(m in messages, where: m.likes >= ^least, order_by: [desc: m.likes])
/// }
///
/// fn by(author: Option<&str>) -> Query<Message> {
///     let mut messages = from!(m in Message);
///     if let Some(author) = author {
///         messages = from!(m in messages, where: m.author == ^author);
///     }
///     popular(messages, 3)
/// }
/// ```
#[must_use = "a query asks nothing before the repo gets it"]
pub struct Query<B: Bindings, O = <<B as Bindings>::First as Binding>::Row> {
    pub(crate) plan: Plan,
    pub(crate) load: Loader<O>,
    bindings: PhantomData<fn() -> B>,
}

impl<B: Bindings, O> Query<B, O> {
    pub(crate) fn new(plan: Plan, load: Loader<O>) -> Self {
        Self { plan, load, bindings: PhantomData }
    }

    /// Whether one of its rows has this name, given by `as: ..`.
    pub fn has_named_binding<N>(&self, name: Named<N>) -> bool {
        self.plan.has_name(name.name())
    }
}

impl<B: Bindings, O> Clone for Query<B, O> {
    fn clone(&self) -> Self {
        Self::new(self.plan.clone(), self.load.clone())
    }
}

impl<B: Bindings, O> fmt::Debug for Query<B, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Query({})", render(&self.plan, Purpose::All, crate::repo::Backend::Sqlite).sql)
    }
}

/// What the repo reads and what `from!` begins with: a table's constant, for all its rows, or a [`Query`], also by reference.
///
/// ```
/// use bennu::prelude::*;
/// use bennu::query::{IntoQuery, Query};
///
/// schema! { pub struct Message in "messages" { author: String } }
///
/// fn newest(messages: impl IntoQuery<Bindings = Message, Output = Message>) -> Query<Message> {
///     from!(m in messages, order_by: [desc: m.id], limit: 10)
/// }
///
/// newest(Message);
/// newest(from!(m in Message, where: m.author == "Ann"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    label = "expected a query",
    note = "all rows of a schema are its name, as in `repo.all(Message)`; fewer are `from!(m in Message, where: m.author == \"Ann\")`"
)]
pub trait IntoQuery {
    /// Its rows.
    type Bindings: Bindings;
    /// What it makes of them.
    type Output: Send + 'static;

    /// The query itself.
    fn into_query(self) -> Query<Self::Bindings, Self::Output>;
}

impl<T: Schema + Record> IntoQuery for Table<T> {
    type Bindings = T;
    type Output = T;

    fn into_query(self) -> Query<T, T> {
        Query::new(Plan::table::<T>(), Loader::new(<T as Schema>::load))
    }
}

impl<B: Bindings, O: Send + 'static> IntoQuery for Query<B, O> {
    type Bindings = B;
    type Output = O;

    fn into_query(self) -> Self {
        self
    }
}

impl<B: Bindings, O: Send + 'static> IntoQuery for &Query<B, O> {
    type Bindings = B;
    type Output = O;

    fn into_query(self) -> Query<B, O> {
        self.clone()
    }
}
