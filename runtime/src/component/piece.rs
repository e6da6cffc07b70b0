//! A value and the place where it stands: what generated code hands to [`Sink::run`].

use super::escape::{Cursor, Html};
use super::{Attribute, Render, Sink, Value, url};

/// A value at its place in a template.
pub trait Piece {
    /// What the value boils down to; nothing where it is markup.
    fn value(&self) -> Option<Value<'_>>;

    /// The most bytes that are written beside the value's own.
    fn extra(&self) -> usize {
        0
    }

    /// Writes HTML.
    ///
    /// # Safety
    ///
    /// `cursor` has room for the value's bound and for `extra`.
    unsafe fn write(&self, value: Value<'_>, cursor: &mut Cursor<'_>);

    /// The attribute's name with the space before it, where the value is that of an attribute.
    fn name(&self) -> Option<&'static [u8]> {
        None
    }

    /// Renders what is markup.
    fn render(&self, _sink: &mut Sink<'_>) {}
}

/// A value between tags.
struct Text<'a, T: ?Sized>(&'a T);

/// A value between tags: `{value}`.
#[inline(always)]
pub fn text<T: Render + ?Sized>(value: &T) -> impl Piece {
    Text(value)
}

impl<T: Render + ?Sized> Piece for Text<'_, T> {
    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        self.0.value()
    }

    #[inline(always)]
    unsafe fn write(&self, value: Value<'_>, cursor: &mut Cursor<'_>) {
        // SAFETY: as promised by the caller.
        unsafe { cursor.value::<Html>(value) };
    }

    #[inline]
    fn render(&self, sink: &mut Sink<'_>) {
        self.0.render(sink);
    }
}

/// A whole attribute, name and value.
struct WholeAttribute<'a, const N: usize> {
    prefix: &'static [u8; N],
    value: Value<'a>,
}

/// A whole attribute that may be left out; `prefix` is all up to the value: ` title="`.
#[inline(always)]
pub fn attribute<T: Attribute + ?Sized, const N: usize>(prefix: &'static [u8; N], value: &T) -> impl Piece {
    WholeAttribute { prefix, value: value.value() }
}

impl<const N: usize> Piece for WholeAttribute<'_, N> {
    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        Some(self.value)
    }

    #[inline(always)]
    fn extra(&self) -> usize {
        N + 1
    }

    #[inline(always)]
    unsafe fn write(&self, value: Value<'_>, cursor: &mut Cursor<'_>) {
        // SAFETY: `extra` counts the prefix and the closing quote.
        unsafe {
            match value {
                Value::Absent => {}
                Value::Bare => cursor.copy(name(self.prefix)),
                value => {
                    cursor.copy(self.prefix);
                    cursor.value::<Html>(value);
                    cursor.copy(b"\"");
                }
            }
        }
    }

    #[inline(always)]
    fn name(&self) -> Option<&'static [u8]> {
        Some(name(self.prefix))
    }
}

/// ` title="` → ` title`.
#[inline(always)]
fn name(prefix: &'static [u8]) -> &'static [u8] {
    prefix.strip_suffix(b"=\"").unwrap_or(prefix)
}

/// A whole attribute whose value is an address.
struct Url<'a, const N: usize> {
    prefix: &'static [u8; N],
    value: Value<'a>,
    /// The text of a value that has to be formatted to be judged.
    formatted: Option<String>,
}

/// A whole attribute whose value is an address: those that run scripts do not get through.
#[inline(always)]
pub fn url<T: Attribute + ?Sized, const N: usize>(prefix: &'static [u8; N], value: &T) -> impl Piece {
    match value.value() {
        Value::Text(text) if url::runs_script(text) => {
            Url { prefix, value: Value::Text(url::BLOCKED), formatted: None }
        }
        Value::Display(value) => formatted(prefix, value),
        value => Url { prefix, value, formatted: None },
    }
}

#[cold]
fn formatted<'a, const N: usize>(prefix: &'static [u8; N], value: &dyn std::fmt::Display) -> Url<'a, N> {
    let text = value.to_string();
    let text = if url::runs_script(&text) { url::BLOCKED.to_owned() } else { text };
    Url { prefix, value: Value::Absent, formatted: Some(text) }
}

impl<const N: usize> Url<'_, N> {
    #[inline(always)]
    fn whole(&self) -> WholeAttribute<'_, N> {
        let value = self.formatted.as_deref().map_or(self.value, Value::Text);
        WholeAttribute { prefix: self.prefix, value }
    }
}

impl<const N: usize> Piece for Url<'_, N> {
    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        Some(self.formatted.as_deref().map_or(self.value, Value::Text))
    }

    #[inline(always)]
    fn extra(&self) -> usize {
        N + 1
    }

    #[inline(always)]
    unsafe fn write(&self, value: Value<'_>, cursor: &mut Cursor<'_>) {
        // SAFETY: as promised by the caller.
        unsafe { self.whole().write(value, cursor) };
    }

    #[inline(always)]
    fn name(&self) -> Option<&'static [u8]> {
        Some(name(self.prefix))
    }
}
