//! What can be the value of an attribute: text, numbers, `bool` for attributes that are there or not, options.

use std::fmt;

use super::{Display, Value};

/// A value that an attribute can have: `name={value}`.
///
/// `false` and `None` leave the attribute out, `true` writes it without a value, everything else is text that is escaped.
///
/// ```
/// use bennu::component::{Context, to_html};
/// use bennu::html;
///
/// let input = html! { <input type="checkbox" checked={true} disabled={false} value={7} title={None::<&str>}> };
/// assert_eq!(to_html(&input, &Context::default()), br#"<input type="checkbox" checked value="7">"#);
/// ```
///
/// A pair of a value and a condition is left out where the condition does not hold, `title={("new", is_new)}`; an array in a
/// template is a [`List`](super::List).
///
/// A type of your own says what it boils down to:
///
/// ```
/// use bennu::component::{Attribute, Value};
///
/// enum Size { Small, Large }
///
/// impl Attribute for Size {
///     fn value(&self) -> Value<'_> {
///         Value::Text(match self { Self::Small => "small", Self::Large => "large" })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an attribute",
    label = "not text, a number, a `bool` or an `Option` of those",
    note = "write `.to_string()`, or implement `bennu::component::Attribute`"
)]
pub trait Attribute {
    /// What the value boils down to.
    fn value(&self) -> Value<'_>;
}

/// A boolean attribute: its name alone, or nothing. Texts and numbers are in `render`.
impl Attribute for bool {
    #[inline(always)]
    fn value(&self) -> Value<'_> {
        if *self { Value::Bare } else { Value::Absent }
    }
}

impl<T: Attribute + ?Sized> Attribute for &T {
    #[inline(always)]
    fn value(&self) -> Value<'_> {
        T::value(self)
    }
}

impl<T: Attribute + ?Sized> Attribute for Box<T> {
    #[inline(always)]
    fn value(&self) -> Value<'_> {
        T::value(self)
    }
}

impl<T: Attribute> Attribute for Option<T> {
    #[inline(always)]
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, T::value)
    }
}

/// The text if the condition holds: `("active", is_active)`.
impl<T: Attribute> Attribute for (T, bool) {
    #[inline(always)]
    fn value(&self) -> Value<'_> {
        if self.1 { self.0.value() } else { Value::Absent }
    }
}

impl<T: fmt::Display> Attribute for Display<T> {
    #[inline(always)]
    fn value(&self) -> Value<'_> {
        Value::Display(&self.0)
    }
}
