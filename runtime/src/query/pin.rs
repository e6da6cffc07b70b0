//! Rust values come in behind a `^`, what is bound to the statement goes out.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

use super::plan::Argument;
use crate::schema::{FieldType, Kind, Type, Value};

/// A value that stands behind `^` in a query: of any type that columns hold, text in all its forms, and references to the
/// types that Bennu knows.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` cannot be pinned in a query",
    label = "this is not a column's value",
    note = "pin what columns hold: numbers, text, times, `Uuid` ..; of a reference to a type of your own write `^*value`"
)]
pub trait Pinned {
    /// Its type in the query.
    type Sql;

    /// What is bound.
    fn to_value(&self) -> Value;

    /// The same as what a query refers to.
    #[doc(hidden)]
    fn to_argument(&self) -> Argument {
        Argument::Value(self.to_value())
    }
}

impl<T: Type> Pinned for T {
    type Sql = T;

    fn to_value(&self) -> Value {
        self.dump()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Type> Pinned for Option<T> {
    type Sql = Self;

    fn to_value(&self) -> Value {
        FieldType::dump(self)
    }
}

macro_rules! text {
    ($($text:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Pinned for $text {
            type Sql = String;

            fn to_value(&self) -> Value {
                let text: &str = self;
                Value::Text(text.to_owned())
            }
        }
    )+};
}

text!(str &str &&str Box<str> Rc<str> Arc<str> Cow<'_, str>);

macro_rules! references {
    ($($referenced:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Pinned for &$referenced {
            type Sql = <$referenced as Pinned>::Sql;

            fn to_value(&self) -> Value {
                (**self).to_value()
            }
        }
    )+};
}

references! {
    String Box<str> Arc<str> bool i8 i16 i32 i64 u16 u32 f32 f64 Vec<u8> Decimal Uuid Date Time
    PrimitiveDateTime OffsetDateTime serde_json::Value
}

#[diagnostic::do_not_recommend]
impl Pinned for &[u8] {
    type Sql = Vec<u8>;

    fn to_value(&self) -> Value {
        Value::Binary(self.to_vec())
    }
}

/// Several values behind `in ^`: a slice, an array, a `Vec` or a set.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of values",
    label = "expected a slice, an array, a `Vec` or a set",
    note = "`in` looks among several values: `p.id in ^ids`; one is compared by `p.id == ^id`"
)]
pub trait PinnedList {
    /// The type of its elements in the query.
    type Sql: FieldType;

    /// What is bound.
    fn to_values(&self) -> Vec<Value>;
}

impl<P: Pinned<Sql: FieldType>> PinnedList for [P] {
    type Sql = P::Sql;

    fn to_values(&self) -> Vec<Value> {
        self.iter().map(Pinned::to_value).collect()
    }
}

macro_rules! lists {
    ($([$($generic:tt)*] $list:ty;)+) => {$(
        impl<P: Pinned<Sql: FieldType>, $($generic)*> PinnedList for $list {
            type Sql = P::Sql;

            fn to_values(&self) -> Vec<Value> {
                self.iter().map(Pinned::to_value).collect()
            }
        }
    )+};
}

lists! {
    [const N: usize] [P; N];
    [] Vec<P>;
    [] BTreeSet<P>;
    [S] HashSet<P, S>;
}

impl<L: PinnedList + ?Sized> PinnedList for &L {
    type Sql = L::Sql;

    fn to_values(&self) -> Vec<Value> {
        (**self).to_values()
    }
}

/// How many rows, behind `limit: ^` and `offset: ^`. Less than none is none.
#[diagnostic::on_unimplemented(message = "`{Self}` is no number of rows", label = "expected a whole number")]
pub trait RowCount {
    /// What is bound.
    fn to_rows(&self) -> i64;
}

macro_rules! row_counts {
    ($($integer:ty)+) => {$(
        impl RowCount for $integer {
            #[allow(irrefutable_let_patterns, reason = "not of all of them")]
            fn to_rows(&self) -> i64 {
                i64::try_from(*self).map_or(i64::MAX, |rows| rows.max(0))
            }
        }
    )+};
}

row_counts!(u8 u16 u32 u64 usize i32 i64);

impl<R: RowCount> RowCount for &R {
    fn to_rows(&self) -> i64 {
        (**self).to_rows()
    }
}

/// The values of a list, with what they are.
pub(crate) fn list<L: PinnedList + ?Sized>(list: &L) -> (Kind, Vec<Value>) {
    (<L::Sql as FieldType>::Inner::KIND, listed(list.to_values()))
}

/// Values as they are bound together; bytes as PostgreSQL spells them, `\x00ff`, since JSON has none.
pub(super) fn listed(values: Vec<Value>) -> Vec<Value> {
    let spell = |value| match value {
        Value::Binary(bytes) => {
            Value::Text(bytes.iter().fold("\\x".to_owned(), |text, byte| format!("{text}{byte:02x}")))
        }
        other => other,
    };
    values.into_iter().map(spell).collect()
}
