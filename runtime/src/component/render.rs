//! What can stand in braces between tags: text, numbers, options, markup.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;
use time::Date;
use uuid::Uuid;

use super::{Attribute, Sink, Value};
use crate::path::Path;

/// A value that can stand in a template: `{value}`.
///
/// Text types, numbers, `Option` of those, [`html!`](crate::html) and components implement it. For a type of your own,
/// render one other value:
///
/// ```
/// use bennu::component::{Context, Render, Sink, to_html};
/// use bennu::html;
///
/// struct Stars(u8);
///
/// impl Render for Stars {
///     fn render(&self, sink: &mut Sink<'_>) {
///         html! { <span class="stars">{self.0} of 5</span> }.render(sink);
///     }
/// }
///
/// let html = to_html(&Stars(4), &Context::default());
/// assert_eq!(html, br#"<span class="stars">4 of 5</span>"#);
/// ```
///
/// `render` must call `render` of at most one other value, since a value fills one place of its template; put several into
/// one `html!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shown in a template",
    label = "neither text nor markup",
    note = "strings, numbers, `Option`s of those, `html! {{ .. }}` and components can; write `.to_string()`, or implement `bennu::component::Render`"
)]
pub trait Render {
    /// Writes this value to where it goes.
    fn render(&self, sink: &mut Sink<'_>);

    /// What the value boils down to, where it is a text and no markup; lets several be written at once.
    #[doc(hidden)]
    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        None
    }
}

/// Implements `Render` for text types by their value.
macro_rules! shown {
    ($($type:ty: |$this:ident| $value:expr;)*) => {$(
        impl Render for $type {
            fn render(&self, sink: &mut Sink<'_>) {
                let $this = self;
                sink.fill($value);
            }

            #[inline(always)]
            fn value(&self) -> Option<Value<'_>> {
                let $this = self;
                Some($value)
            }
        }
    )*};
}

/// Implements `Render` and `Attribute` for what is the same text in both places.
macro_rules! text {
    ($($type:ty: |$this:ident| $value:expr;)*) => {
        shown! { $($type: |$this| $value;)* }
        $(
            impl Attribute for $type {
                #[inline(always)]
                fn value(&self) -> Value<'_> {
                    let $this = self;
                    $value
                }
            }
        )*
    };
}

text! {
    str: |text| Value::Text(text);
    String: |text| Value::Text(text);
    Cow<'_, str>: |text| Value::Text(text);
    char: |character| Value::Char(*character);
    u8: |number| Value::Unsigned((*number).into());
    u16: |number| Value::Unsigned((*number).into());
    u32: |number| Value::Unsigned((*number).into());
    u64: |number| Value::Unsigned(*number);
    usize: |number| Value::Unsigned(*number as u64);
    u128: |number| Value::Display(number);
    i8: |number| Value::Signed((*number).into());
    i16: |number| Value::Signed((*number).into());
    i32: |number| Value::Signed((*number).into());
    i64: |number| Value::Signed(*number);
    isize: |number| Value::Signed(*number as i64);
    i128: |number| Value::Display(number);
    f32: |number| Value::Display(number);
    f64: |number| Value::Display(number);
    fmt::Arguments<'_>: |text| Value::Display(text);
    Path: |path| Value::Text(path.as_ref());
    Date: |day| Value::Display(day);
    Decimal: |number| Value::Display(number);
    Uuid: |id| Value::Display(id);
}

shown! {
    bool: |flag| Value::Text(if *flag { "true" } else { "false" });
    (): |_nothing| Value::Absent;
}

/// Implements `Render` for pointers by what they point at.
macro_rules! pointer {
    ($($type:ty),*) => {$(
        impl<T: Render + ?Sized> Render for $type {
            fn render(&self, sink: &mut Sink<'_>) {
                T::render(self, sink);
            }

            #[inline(always)]
            fn value(&self) -> Option<Value<'_>> {
                T::value(self)
            }
        }
    )*};
}

pointer!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

impl<T: Render> Render for Option<T> {
    fn render(&self, sink: &mut Sink<'_>) {
        match self {
            Some(value) => value.render(sink),
            None => sink.fill(Value::Absent),
        }
    }

    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        match self {
            Some(value) => value.value(),
            None => Some(Value::Absent),
        }
    }
}

/// HTML that is written as it is, without escaping.
///
/// XSS: whatever a user could have typed must not get in here unescaped, or that user's scripts run in other people's
/// browsers. Say beside each use why the text is safe.
///
/// ```
/// use bennu::component::{Context, Raw, to_html};
/// use bennu::html;
///
/// // XSS: the text is a constant.
/// let line = Raw::dangerously_create("<hr>");
/// assert_eq!(to_html(&html! { <p>{line}</p> }, &Context::default()), b"<p><hr></p>");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Raw<T>(T);

impl<T: AsRef<str>> Raw<T> {
    /// Vouches for `html`: it is complete, balanced markup that holds nothing that a user typed.
    pub const fn dangerously_create(html: T) -> Self {
        Self(html)
    }
}

impl<T: AsRef<str>> Render for Raw<T> {
    fn render(&self, sink: &mut Sink<'_>) {
        sink.fill(Value::Trusted(self.0.as_ref()));
    }

    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        Some(Value::Trusted(self.0.as_ref()))
    }
}

/// Shows a value by its [`fmt::Display`], as text and as an attribute; made by [`display`].
#[derive(Clone, Copy, Debug)]
pub struct Display<T>(pub(super) T);

/// Shows a value by its [`fmt::Display`], as text and as an attribute.
///
/// ```
/// use bennu::component::{Context, display, to_html};
/// use bennu::html;
///
/// let address = std::net::Ipv4Addr::LOCALHOST;
/// assert_eq!(to_html(&html! { <code>{display(address)}</code> }, &Context::default()), b"<code>127.0.0.1</code>");
/// ```
#[must_use]
pub fn display<T: fmt::Display>(value: T) -> Display<T> {
    Display(value)
}

impl<T: fmt::Display> Render for Display<T> {
    fn render(&self, sink: &mut Sink<'_>) {
        sink.fill(Value::Display(&self.0));
    }

    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        Some(Value::Display(&self.0))
    }
}
