//! Operators and functions of a query come in as calls, the types of what they come to go out; none of it is ever run.

use super::expr::{Assigns, Compared, Expr, Matches, Side, Summable, Text, Truth, Unknown};
use super::number::Operand;
use crate::schema::{FieldType, Type};

macro_rules! comparisons {
    ($($name:ident)+) => {$(
        /// A comparison.
        pub fn $name<L: Side, R: Side + Matches<L>>(_: Expr<L>, _: Expr<R>) -> Expr<Compared<L, R>> {
            Expr::new()
        }
    )+};
}

// The right side's type of `in` is that of the elements.
comparisons!(eq ne lt le gt ge any_of in_query);

macro_rules! arithmetic {
    ($($name:ident)+) => {$(
        /// A calculation.
        pub fn $name<L: Side, R: Side + Operand<L>>(_: Expr<L>, _: Expr<R>) -> Expr<L::With<R>> {
            Expr::new()
        }
    )+};
}

arithmetic!(add sub mul div);

/// Both.
pub fn and<L: Truth, R: Truth>(_: Expr<L>, _: Expr<R>) -> Expr<L::With<R>> {
    Expr::new()
}

/// Either.
pub fn or<L: Truth, R: Truth>(_: Expr<L>, _: Expr<R>) -> Expr<L::With<R>> {
    Expr::new()
}

/// The opposite.
pub fn not<T: Truth>(_: Expr<T>) -> Expr<T> {
    Expr::new()
}

/// The negative.
pub fn neg<T: Operand<T>>(value: Expr<T>) -> Expr<T> {
    value
}

/// Among several; nothing is compared with none.
pub fn in_values<L: Side, R: Side + Matches<L>, const N: usize>(
    _: Expr<L>,
    _: [Expr<R>; N],
) -> Expr<Compared<L, R>> {
    Expr::new()
}

/// Text like a pattern.
pub fn like<L: Text, R: Text>(_: Expr<L>, _: Expr<R>) -> Expr<<L::Truth as Truth>::With<R::Truth>> {
    Expr::new()
}

/// The same whatever the case.
pub fn ilike<L: Text, R: Text>(_: Expr<L>, _: Expr<R>) -> Expr<<L::Truth as Truth>::With<R::Truth>> {
    Expr::new()
}

/// Whether there is no value.
pub fn is_nil<T>(_: Expr<T>) -> Expr<bool> {
    Expr::new()
}

/// Neither smaller nor larger than these.
pub fn between<T: Side, A: Side + Matches<T>, B: Side + Matches<T>>(
    _: Expr<T>,
    _: Expr<A>,
    _: Expr<B>,
) -> Expr<<Compared<T, A> as Truth>::With<B::Compared>> {
    Expr::new()
}

/// The first that is not null; null where the last may be.
pub fn coalesce<L: FieldType, R: Side + Matches<L>>(_: Expr<L>, _: Expr<R>) -> Expr<R::Beside<L::Inner>> {
    Expr::new()
}

/// In small letters.
pub fn lower<T: Text>(_: Expr<T>) -> Expr<T::Output> {
    Expr::new()
}

/// In capital letters.
pub fn upper<T: Text>(_: Expr<T>) -> Expr<T::Output> {
    Expr::new()
}

/// How many rows.
pub fn count_all() -> Expr<i64> {
    Expr::new()
}

/// How many values that are not null.
pub fn count<T>(_: Expr<T>) -> Expr<i64> {
    Expr::new()
}

/// How many different values.
pub fn count_distinct<T>(_: Expr<T>) -> Expr<i64> {
    Expr::new()
}

/// The sum; null of no rows.
pub fn sum<T: Summable>(_: Expr<T>) -> Expr<T::Sum> {
    Expr::new()
}

/// The average; null of no rows.
pub fn avg<T: Summable>(_: Expr<T>) -> Expr<T::Average> {
    Expr::new()
}

/// The smallest; null of no rows.
pub fn min<T: FieldType>(_: Expr<T>) -> Expr<Option<T::Inner>> {
    Expr::new()
}

/// The largest; null of no rows.
pub fn max<T: FieldType>(_: Expr<T>) -> Expr<Option<T::Inner>> {
    Expr::new()
}

/// An aggregate of some rows only.
pub fn filter<T, C: Truth>(aggregate: Expr<T>, _: Expr<C>) -> Expr<T> {
    aggregate
}

/// The value as another type, null where it is.
pub fn cast<F, T: FieldType>(_: Expr<F>) -> Expr<T> {
    Expr::new()
}

/// SQL as it is written.
pub fn fragment() -> Expr<Unknown> {
    Expr::new()
}

/// A case's condition and value.
pub fn case<C: Truth, T: FieldType>(_: Expr<C>, _: Expr<T>) -> Expr<Option<T::Inner>> {
    Expr::new()
}

/// A case with a value otherwise.
pub fn case_else<C: Truth, T: Side, R: Side + Matches<T>>(
    _: Expr<C>,
    _: Expr<T>,
    _: Expr<R>,
) -> Expr<T::With<R>> {
    Expr::new()
}

/// The place of a row in its window.
pub fn row_number() -> Expr<i64> {
    Expr::new()
}

/// The place of a row in its window, the same for equal ones.
pub fn rank() -> Expr<i64> {
    Expr::new()
}

/// The same without gaps.
pub fn dense_rank() -> Expr<i64> {
    Expr::new()
}

macro_rules! of_other_rows {
    ($($name:ident)+) => {$(
        /// The value in another row of the window.
        pub fn $name<T: FieldType>(_: Expr<T>) -> Expr<Option<T::Inner>> {
            Expr::new()
        }
    )+};
}

of_other_rows!(lag lead first_value last_value);

/// A value within a document.
pub fn path<T: FieldType<Inner = serde_json::Value>>(_: Expr<T>) -> Expr<Option<serde_json::Value>> {
    Expr::new()
}

/// What a column of this type gets.
pub fn set<T: FieldType, V: Assigns<T>>(_: Expr<T>, _: Expr<V>) {}

/// A column gets null.
pub fn set_nil<T: Type>(_: Expr<Option<T>>) {}

/// What is added to a column.
pub fn inc<T, V: Operand<T>>(_: Expr<T>, _: Expr<V>) {}

/// What becomes an element of a column.
pub fn push<T: Type, V: Matches<T>>(_: Expr<Vec<T>>, _: Expr<V>) {}

/// What is taken out of a column.
pub fn pull<T: Type, V: Matches<T>>(_: Expr<Vec<T>>, _: Expr<V>) {}
