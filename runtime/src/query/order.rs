//! A column and a direction come in, an order that is chosen at run time goes out.

use std::marker::PhantomData;

use crate::schema::{Column, Schema};

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the smallest on.
    Asc,
    /// From the largest on.
    Desc,
}

/// A column with a direction, for an order that the program chooses while it runs: `order_by: ^order`.
///
/// ```
/// use bennu::prelude::*;
/// use bennu::query::Order;
///
/// bennu::schema! { pub struct Message in "messages" { author: String, likes: i64 = 0 } }
///
/// let order: Order<Message> = match "likes" {
///     "likes" => desc(Message::likes),
///     _ => asc(Message::author),
/// };
/// let sorted = from!(m in Message, order_by: ^order);
/// ```
#[derive(Debug)]
pub struct Order<T> {
    pub(super) column: usize,
    pub(super) direction: Direction,
    schema: PhantomData<fn() -> T>,
}

impl<T> Clone for Order<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Order<T> {}

/// Orders by a column, from the smallest value on.
#[must_use]
pub fn asc<T: Schema, F>(column: Column<T, F>) -> Order<T> {
    Order { column: column.index(), direction: Direction::Asc, schema: PhantomData }
}

/// Orders by a column, from the largest value on.
#[must_use]
pub fn desc<T: Schema, F>(column: Column<T, F>) -> Order<T> {
    Order { column: column.index(), direction: Direction::Desc, schema: PhantomData }
}

/// One order or several, of the columns of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no order of the rows of `{T}`",
    label = "expected an `Order<{T}>`, or several",
    note = "make one by `asc(Message::author)` or `desc(Message::id)`"
)]
pub trait Orders<T> {
    /// The columns' places with their directions.
    fn to_orders(&self) -> Vec<(usize, Direction)>;
}

impl<T> Orders<T> for Order<T> {
    fn to_orders(&self) -> Vec<(usize, Direction)> {
        vec![(self.column, self.direction)]
    }
}

impl<T> Orders<T> for [Order<T>] {
    fn to_orders(&self) -> Vec<(usize, Direction)> {
        self.iter().map(|order| (order.column, order.direction)).collect()
    }
}

impl<T, const N: usize> Orders<T> for [Order<T>; N] {
    fn to_orders(&self) -> Vec<(usize, Direction)> {
        self.as_slice().to_orders()
    }
}

impl<T> Orders<T> for Vec<Order<T>> {
    fn to_orders(&self) -> Vec<(usize, Direction)> {
        self.as_slice().to_orders()
    }
}

impl<T, O: Orders<T> + ?Sized> Orders<T> for &O {
    fn to_orders(&self) -> Vec<(usize, Direction)> {
        (**self).to_orders()
    }
}
