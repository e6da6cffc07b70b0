//! Conditions come in while the program runs, one condition that stands in a query behind `^` goes out.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::bindings::{Binding, Bindings};
use super::expr::Truth;
use super::pin::Pinned;
use super::plan::{Argument, KeyWriter};
use super::tree::Tree;
use crate::schema::Value;

/// A condition on rows of `B`, put together while the program runs: Ecto's `dynamic`. [`dynamic!`](crate::dynamic!) makes one;
/// it stands in `where`, `having`, `on` and other conditions behind `^`.
///
/// `B` is the query's first row, or a tuple of its first rows, as in [`Query`](super::Query).
///
/// ```
/// use bennu::prelude::*;
/// use bennu::query::Dynamic;
///
/// schema! { pub struct Post in "posts" { author: String, title: String, likes: i64 = 0 } }
///
/// let filters = [("author", "Ann"), ("title", "%Rust%")];
/// let wanted = filters.iter().fold(Dynamic::all(), |wanted, (name, value)| match *name {
///     "author" => wanted.and(dynamic!(p in Post, p.author == ^value)),
///     "title" => wanted.and(dynamic!(p in Post, like(p.title, ^value))),
///     _ => wanted,
/// });
/// let posts = from!(p in Post, where: p.likes > 3 and ^wanted);
/// ```
#[must_use = "a condition does nothing before a query has it"]
pub struct Dynamic<B> {
    pub(super) condition: Condition,
    rows: PhantomData<fn() -> B>,
}

/// A condition without the types of its rows.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Condition {
    Constant(bool),
    /// What one `dynamic!` says.
    Tree {
        tree: &'static Tree,
        arguments: Vec<Argument>,
    },
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

impl<B> Dynamic<B> {
    pub(super) fn new(condition: Condition) -> Self {
        Self { condition, rows: PhantomData }
    }

    /// The condition that every row meets: where `and`s begin.
    pub fn all() -> Self {
        Self::new(Condition::Constant(true))
    }

    /// The condition that no row meets: where `or`s begin.
    pub fn none() -> Self {
        Self::new(Condition::Constant(false))
    }

    /// Both conditions.
    pub fn and(self, other: Self) -> Self {
        match (self.condition, other.condition) {
            (Condition::Constant(true), only) | (only, Condition::Constant(true)) => Self::new(only),
            (left, right) => Self::new(Condition::And(Box::new(left), Box::new(right))),
        }
    }

    /// Either condition.
    pub fn or(self, other: Self) -> Self {
        match (self.condition, other.condition) {
            (Condition::Constant(false), only) | (only, Condition::Constant(false)) => Self::new(only),
            (left, right) => Self::new(Condition::Or(Box::new(left), Box::new(right))),
        }
    }
}

impl<B> Not for Dynamic<B> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(Condition::Not(Box::new(self.condition)))
    }
}

impl<B> Clone for Dynamic<B> {
    fn clone(&self) -> Self {
        Self::new(self.condition.clone())
    }
}

impl<B> fmt::Debug for Dynamic<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dynamic").field(&self.condition).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<B> Pinned for Dynamic<B> {
    type Sql = Self;

    fn to_value(&self) -> Value {
        Value::Null
    }

    fn to_argument(&self) -> Argument {
        Argument::Condition(self.condition.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<B> Pinned for &Dynamic<B> {
    type Sql = Dynamic<B>;

    fn to_value(&self) -> Value {
        Value::Null
    }

    fn to_argument(&self) -> Argument {
        (**self).to_argument()
    }
}

#[diagnostic::do_not_recommend]
impl<B> Truth for Dynamic<B> {
    type With<R: Truth> = Option<bool>;
}

/// What stands as a condition behind `^` in a query on rows of `B`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no condition on the rows of this query",
    label = "expected a `bool`, or a `Dynamic` of the query's first rows",
    note = "the query's rows are `{B}`; a condition on them is `dynamic!(m in Message, m.likes > ^least)`"
)]
pub trait Fits<B> {}

impl<B> Fits<B> for bool {}

#[diagnostic::do_not_recommend]
impl<B> Fits<B> for Option<bool> {}

#[diagnostic::do_not_recommend]
impl<B, C: Fits<B>> Fits<B> for &C {}

#[diagnostic::do_not_recommend]
impl<B: Bindings<First = T>, T: Binding> Fits<B> for Dynamic<T> {}

macro_rules! rows_begin_with {
    ($([$($first:ident)+] $($rest:ident)*;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($first,)+ $($rest),*> Fits<($($first,)+ $($rest,)*)> for Dynamic<($($first,)+)> {}
    )+};
}

rows_begin_with! {
    [A B];
    [A B] C;
    [A B] C D;
    [A B] C D E;
    [A B C];
    [A B C] D;
    [A B C] D E;
    [A B C D];
    [A B C D] E;
    [A B C D E];
}

impl Condition {
    pub(super) fn write_key(&self, key: &mut KeyWriter) {
        match self {
            Self::Constant(value) => key.push(usize::from(*value)),
            Self::Tree { tree, arguments } => {
                key.push(std::ptr::from_ref(*tree).addr());
                arguments.iter().for_each(|argument| argument.write_key(key));
            }
            Self::Not(condition) => {
                key.push(2);
                condition.write_key(key);
            }
            Self::And(left, right) | Self::Or(left, right) => {
                key.push(if matches!(self, Self::And(..)) { 3 } else { 4 });
                left.write_key(key);
                right.write_key(key);
            }
        }
    }

    pub(super) fn write_values(self, values: &mut Vec<Value>) {
        match self {
            Self::Constant(_) => {}
            Self::Tree { arguments, .. } => {
                arguments.into_iter().for_each(|argument| argument.write_values(values));
            }
            Self::Not(condition) => condition.write_values(values),
            Self::And(left, right) | Self::Or(left, right) => {
                left.write_values(values);
                right.write_values(values);
            }
        }
    }

    pub(super) fn holes(&self) -> usize {
        match self {
            Self::Constant(_) => 0,
            Self::Tree { arguments, .. } => arguments.iter().map(Argument::holes).sum(),
            Self::Not(condition) => condition.holes(),
            Self::And(left, right) | Self::Or(left, right) => left.holes() + right.holes(),
        }
    }
}
