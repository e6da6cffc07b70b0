//! A value of `?{params}` comes in; the first of several ways to write pairs that its type knows goes out.
//!
//! Method resolution tries the ways in order, each one reference deeper than the next: [`ToQuery`], then [`Serialize`]. Single
//! values are serializable as well, but have no key, so they are caught in between and refused with the words of [`ToQuery`].

use serde::Serialize;

use super::query::{Nested, Query, ToQuery};

/// What `?{params}` holds.
#[derive(Debug)]
pub struct Fill<'v, T: ?Sized>(pub &'v T);

/// The first way: pairs.
pub trait Pairs {
    /// Writes the pairs.
    fn fill(&self, query: &mut Query<'_>);
}

impl<T: ToQuery + ?Sized> Pairs for &&&Fill<'_, T> {
    fn fill(&self, query: &mut Query<'_>) {
        self.0.to_query(query);
    }
}

/// The second: a single value, which is refused.
pub trait Single<T: ?Sized> {
    /// Never to be called: no such type has pairs.
    fn fill(&self, query: &mut Query<'_>)
    where
        T: ToQuery;
}

impl<T: Scalar + ?Sized> Single<T> for &&Fill<'_, T> {
    fn fill(&self, query: &mut Query<'_>)
    where
        T: ToQuery,
    {
        self.0.to_query(query);
    }
}

/// The third: whatever serde writes.
pub trait Serialized {
    /// Writes the pairs.
    fn fill(&self, query: &mut Query<'_>);
}

impl<T: Serialize + ?Sized> Serialized for &Fill<'_, T> {
    fn fill(&self, query: &mut Query<'_>) {
        Nested(self.0).to_query(query);
    }
}

/// The last: anything, which is refused.
pub trait Anything<T: ?Sized> {
    /// Never to be called: no such type has pairs.
    fn fill(&self, query: &mut Query<'_>)
    where
        T: ToQuery;
}

impl<T: ?Sized> Anything<T> for Fill<'_, T> {
    fn fill(&self, query: &mut Query<'_>)
    where
        T: ToQuery,
    {
        self.0.to_query(query);
    }
}

/// A type of which no value has parts.
pub trait Scalar {}

macro_rules! scalar {
    ($($type:ty),+) => {$( impl Scalar for $type {} )+};
}

scalar!(bool, char, str, String, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64);

impl<T: Scalar + ?Sized> Scalar for &T {}
impl<T: Scalar> Scalar for Option<T> {}
