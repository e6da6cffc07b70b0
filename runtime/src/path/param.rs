//! A value comes in, the segment of a path that stands for it goes out.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::encode::push_encoded;
use crate::component::Digits;

/// The place in a path or query that a value is being written to; what is written is percent-encoded.
#[derive(Debug)]
pub struct Segment<'p> {
    out: &'p mut String,
}

impl<'p> Segment<'p> {
    pub(super) fn new(out: &'p mut String) -> Self {
        Self { out }
    }

    /// Writes `text`, encoded: everything but letters, digits and `-._~` as `%XX`.
    pub fn push_str(&mut self, text: &str) {
        push_encoded(self.out, text);
    }

    fn push_number(&mut self, is_negative: bool, digits: u64) {
        if is_negative {
            self.out.push('-');
        }
        self.out.push_str(Digits::of(digits).as_str());
    }
}

/// Lets `write!(segment, "{}-{}", self.id, self.slug)` work; it fails only where a `Display` implementation does.
impl fmt::Write for Segment<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

/// A type that can fill a `{}` of `path!`.
///
/// Derive it to have a field stand for the whole value, `id` if nothing else is said, or several with text between them; `schema!`
/// does so for rows. Text comes out encoded, whatever it holds.
///
/// ```
/// use bennu::path::{Param, Path};
///
/// #[derive(bennu::Param)]
/// #[param(key = slug)]
/// struct Post {
///     slug: String,
/// }
///
/// #[derive(bennu::Param)]
/// #[param(format = "{id}-{slug}")]
/// struct Video {
///     id: i64,
///     slug: String,
/// }
///
/// struct Day { year: u16, number: u16 }
///
/// impl Param for Day {
///     type Key = Self;
///
///     fn to_param(&self, segment: &mut bennu::path::Segment<'_>) {
///         use std::fmt::Write;
///         let _ = write!(segment, "{}-{}", self.year, self.number);
///     }
/// }
///
/// let post = Post { slug: "caffè & latte".into() };
/// let path = Path::from_static("/posts").join(&post).join(&Day { year: 2026, number: 324 });
/// assert_eq!(path, "/posts/caff%C3%A8%20%26%20latte/2026-324");
/// let video = Video { id: 13, slug: "hello-world".into() };
/// assert_eq!(Path::from_static("/watch").join(&video), "/watch/13-hello-world");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot fill a part of a path",
    label = "this is a `{Self}`",
    note = "implement `bennu::path::Param` for `{Self}`, or derive it: `#[derive(bennu::Param)] #[param(key = field)]`",
    note = "an `Option` has no segment for `None`: unwrap it first"
)]
pub trait Param {
    /// What the value is to a route that declares a type: `path!("/posts/{post}")` for a route `"/posts/{id: i64}"` takes what has
    /// an `i64` for its key. Text has `str`, a struct with `#[derive(Param)]` has that of its field, and a newtype is its own.
    type Key: ?Sized;

    /// Writes what stands for `self` in a path.
    fn to_param(&self, segment: &mut Segment<'_>);
}

/// A key that fills a parameter which a route declares as `D`: the type itself, any whole number where one is declared, any
/// fraction where one is, and text where a `String` is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fill a parameter that is declared as `{D}`",
    label = "the route declares this parameter as `{D}`",
    note = "fill it with a value of that type, or with what has one for its key by `#[derive(bennu::Param)]`"
)]
pub trait Fills<D: ?Sized> {}

impl<D: ?Sized> Fills<D> for D {}

impl Fills<String> for str {}

macro_rules! each_fills_each {
    ($($key:ident),+) => { each_fills_each!(@ [] $($key),+); };
    (@ [$($before:ident)*] $key:ident $(, $after:ident)*) => {
        $(impl Fills<$key> for $before {} impl Fills<$before> for $key {})*
        each_fills_each!(@ [$($before)* $key] $($after),*);
    };
    (@ [$($before:ident)*]) => {};
}

each_fills_each!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
each_fills_each!(f32, f64);

impl Param for str {
    type Key = Self;

    fn to_param(&self, segment: &mut Segment<'_>) {
        segment.push_str(self);
    }
}

impl Param for bool {
    type Key = Self;

    fn to_param(&self, segment: &mut Segment<'_>) {
        segment.push_str(if *self { "true" } else { "false" });
    }
}

impl Param for char {
    type Key = Self;

    fn to_param(&self, segment: &mut Segment<'_>) {
        segment.push_str(self.encode_utf8(&mut [0; 4]));
    }
}

macro_rules! param_by_display {
    ($($type:ty),+) => {$(
        impl Param for $type {
            type Key = Self;

            fn to_param(&self, segment: &mut Segment<'_>) {
                use fmt::Write;
                // Writing numbers to a `String` cannot fail.
                let _ = write!(segment, "{self}");
            }
        }
    )+};
}

param_by_display!(i128, u128, f32, f64, uuid::Uuid);

macro_rules! param_by_digits {
    ($(|$number:ident: $type:ty| $is_negative:expr, $digits:expr;)+) => {$(
        impl Param for $type {
            type Key = Self;

            fn to_param(&self, segment: &mut Segment<'_>) {
                let $number = *self;
                segment.push_number($is_negative, $digits as u64);
            }
        }
    )+};
}

// Formatting them would cost several times as much, and a page may have many paths.
param_by_digits! {
    |number: i8| number < 0, number.unsigned_abs();
    |number: i16| number < 0, number.unsigned_abs();
    |number: i32| number < 0, number.unsigned_abs();
    |number: i64| number < 0, number.unsigned_abs();
    |number: isize| number < 0, number.unsigned_abs();
    |number: u8| false, number;
    |number: u16| false, number;
    |number: u32| false, number;
    |number: u64| false, number;
    |number: usize| false, number;
}

macro_rules! param_by_target {
    ($($type:ty $(where $bound:ident)? => $target:ty),+) => {$(
        impl$(<$bound: Param + ?Sized>)? Param for $type {
            type Key = <$target as Param>::Key;

            fn to_param(&self, segment: &mut Segment<'_>) {
                (**self).to_param(segment);
            }
        }
    )+};
}

param_by_target!(
    String => str,
    Cow<'_, str> => str,
    &T where T => T,
    &mut T where T => T,
    Box<T> where T => T,
    Rc<T> where T => T,
    Arc<T> where T => T
);
