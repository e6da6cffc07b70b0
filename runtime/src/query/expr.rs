//! A type comes in, an expression of SQL that has it goes out: nothing but the type, for the compiler to check.

use std::marker::PhantomData;

use super::number::Number;
use crate::schema::{FieldType, Type};

/// An expression in a query whose values are of type `T`: a column, a pinned value, or what operators make of them.
///
/// There is nothing in it: the compiler reads it, and the query itself is data.
pub struct Expr<T>(PhantomData<fn() -> T>);

impl<T> Expr<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Clone for Expr<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Expr<T> {}

impl<T> std::fmt::Debug for Expr<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expr<{}>", std::any::type_name::<T>())
    }
}

/// The type of a `fragment`: it is compared with anything, and selected only as what `type(.., T)` says.
#[derive(Clone, Copy, Debug)]
pub struct Unknown;

/// What a column of type `L` may be compared with: a value of the same SQL type. Either side may be an `Option`; the
/// comparison then may come to null.
#[diagnostic::on_unimplemented(
    message = "type mismatch in query: the column has type `{L}`, the other side has type `{Self}`",
    label = "expected `{L}`, found `{Self}`",
    note = "both sides of a comparison must have the same SQL type; cast the pinned value, or use `type(^value, ..)`"
)]
pub trait Matches<L> {}

impl<T: Type> Matches<T> for T {}

#[diagnostic::do_not_recommend]
impl<T: Type> Matches<Option<T>> for T {}

#[diagnostic::do_not_recommend]
impl<T: Type> Matches<T> for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T: Type> Matches<Option<T>> for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T: FieldType> Matches<T> for Unknown {}

#[diagnostic::do_not_recommend]
impl<T: FieldType> Matches<Unknown> for T {}

#[diagnostic::do_not_recommend]
impl Matches<Self> for Unknown {}

/// A value beside another one, by whether it may be null. What comes of the two is known even where they do not fit, so that a
/// mistake is told once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value that the database compares or calculates with",
    label = "expected a column or a value"
)]
pub trait Side {
    /// What comparing it comes to: `bool`, or `Option<bool>` where it may be null.
    type Compared: Truth;
    /// `T`, which may be null where this may be.
    type Beside<T: Type>;
    /// This type, which may be null where this or `R` may be.
    type With<R: Side>;
    /// This type, which may be null.
    type OrNull;
}

impl<T: Type> Side for T {
    type Compared = bool;
    type Beside<X: Type> = X;
    type With<R: Side> = R::Beside<T>;
    type OrNull = Option<T>;
}

#[diagnostic::do_not_recommend]
impl<T: Type> Side for Option<T> {
    type Compared = Option<bool>;
    type Beside<X: Type> = Option<X>;
    type With<R: Side> = Self;
    type OrNull = Self;
}

#[diagnostic::do_not_recommend]
impl Side for Unknown {
    type Compared = Option<bool>;
    type Beside<X: Type> = Option<X>;
    type With<R: Side> = R::OrNull;
    type OrNull = Self;
}

/// What two sides of a comparison come to.
pub(super) type Compared<L, R> = <<L as Side>::Compared as Truth>::With<<R as Side>::Compared>;

/// What a column of type `T` can be given: a value of the same type; null only where the column may be null.
#[diagnostic::on_unimplemented(
    message = "type mismatch in query: the column has type `{T}`, the value has type `{Self}`",
    label = "expected `{T}`, found `{Self}`"
)]
pub trait Assigns<T> {}

impl<T: FieldType> Assigns<T> for T {}

#[diagnostic::do_not_recommend]
impl<T: Type> Assigns<Option<T>> for T {}

#[diagnostic::do_not_recommend]
impl<T: FieldType> Assigns<T> for Unknown {}

/// What a condition comes to: `bool`, or `Option<bool>`, where null counts as not true.
#[diagnostic::on_unimplemented(
    message = "a condition in a query is true or false, this has type `{Self}`",
    label = "expected a condition",
    note = "compare it with something, as in `p.likes > 0`; for a column that may be null write `is_nil(..)`"
)]
pub trait Truth {
    /// What this and `R` come to.
    type With<R: Truth>: Truth;
}

impl Truth for bool {
    type With<R: Truth> = R;
}

#[diagnostic::do_not_recommend]
impl Truth for Option<bool> {
    type With<R: Truth> = Self;
}

#[diagnostic::do_not_recommend]
impl Truth for Unknown {
    type With<R: Truth> = Self;
}

/// Text, which `like` and its kin take; `Option`s of it, too.
#[diagnostic::on_unimplemented(
    message = "this works on text, not on `{Self}`",
    label = "expected `String`, found `{Self}`",
    note = "turn it into text in the database: `type(.., String)`"
)]
pub trait Text {
    /// Text that is null where this is.
    type Output;
    /// A condition that is null where this is.
    type Truth: Truth;
}

impl Text for String {
    type Output = Self;
    type Truth = bool;
}

#[diagnostic::do_not_recommend]
impl Text for Option<String> {
    type Output = Self;
    type Truth = Option<bool>;
}

#[diagnostic::do_not_recommend]
impl Text for Unknown {
    type Output = Self;
    type Truth = Option<bool>;
}

/// What `sum` and `avg` come to: null of no rows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no number that could be added up",
    label = "expected a column of numbers"
)]
pub trait Summable {
    /// Of `sum`.
    type Sum: FieldType;
    /// Of `avg`.
    type Average: FieldType;
}

impl<T: FieldType> Summable for T
where
    T::Inner: Number,
{
    type Sum = Option<<T::Inner as Number>::Sum>;
    type Average = Option<<T::Inner as Number>::Average>;
}
