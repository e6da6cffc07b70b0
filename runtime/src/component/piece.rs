//! A value and the place where it stands: what generated code hands to [`Sink::run`].

use super::escape::{self, Buffer, Cursor, Html};
use super::sink::Mode;
use super::spread::Spread;
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

/// What generated code makes pieces by. All of them take any value: one that cannot stand there is reported once, by
/// [`Sink::run`].
impl Mode {
    /// A value between tags: `{value}`.
    #[inline(always)]
    pub fn text<T: ?Sized>(self, value: &T) -> Text<'_, T> {
        Text(value)
    }

    /// A whole attribute that may be left out; `prefix` is all up to the value: ` title="`.
    #[inline(always)]
    pub fn attribute<'a, T: ?Sized, const N: usize>(
        self,
        prefix: &'static [u8; N],
        value: &'a T,
    ) -> WholeAttribute<'a, T, N> {
        WholeAttribute { prefix, value }
    }

    /// A whole attribute whose value is an address: those that run scripts do not get through.
    #[inline(always)]
    pub fn url<'a, T: ?Sized, const N: usize>(self, prefix: &'static [u8; N], value: &'a T) -> Url<'a, T, N> {
        Url { prefix, value }
    }

    /// A set of attributes: `<p {attributes}>`.
    #[inline(always)]
    pub fn spread<T: ?Sized>(self, attributes: &T) -> Spread<'_, T> {
        Spread(attributes)
    }
}

/// A value between tags.
pub struct Text<'a, T: ?Sized>(&'a T);

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
pub struct WholeAttribute<'a, T: ?Sized, const N: usize> {
    prefix: &'static [u8; N],
    value: &'a T,
}

impl<T: Attribute + ?Sized, const N: usize> Piece for WholeAttribute<'_, T, N> {
    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        Some(self.value.value())
    }

    #[inline(always)]
    fn extra(&self) -> usize {
        N + 1
    }

    #[inline(always)]
    unsafe fn write(&self, value: Value<'_>, cursor: &mut Cursor<'_>) {
        // SAFETY: `extra` counts the prefix and the closing quote.
        unsafe { write_attribute(self.prefix, value, cursor) };
    }

    #[inline(always)]
    fn name(&self) -> Option<&'static [u8]> {
        Some(name(self.prefix))
    }
}

/// Writes a whole attribute, or nothing.
///
/// # Safety
///
/// `cursor` has room for the value's bound, the prefix and the closing quote.
#[inline(always)]
unsafe fn write_attribute<const N: usize>(
    prefix: &'static [u8; N],
    value: Value<'_>,
    cursor: &mut Cursor<'_>,
) {
    // SAFETY: as promised by the caller.
    unsafe {
        match value {
            Value::Absent => {}
            Value::Bare => cursor.copy(name(prefix)),
            value => {
                cursor.copy(prefix);
                cursor.value::<Html>(value);
                cursor.copy(b"\"");
            }
        }
    }
}

/// ` title="` → ` title`.
#[inline(always)]
fn name<const N: usize>(prefix: &'static [u8; N]) -> &'static [u8] {
    match prefix.split_last_chunk::<2>() {
        Some((name, _)) => name,
        None => prefix,
    }
}

/// A whole attribute whose value is an address.
pub struct Url<'a, T: ?Sized, const N: usize> {
    prefix: &'static [u8; N],
    value: &'a T,
}

impl<T: Attribute + ?Sized, const N: usize> Piece for Url<'_, T, N> {
    /// Nothing where the value has to be formatted to be judged.
    #[inline(always)]
    fn value(&self) -> Option<Value<'_>> {
        match self.value.value() {
            Value::Text(text) if url::runs_script(text) => Some(Value::Text(url::BLOCKED)),
            Value::Display(_) => None,
            value => Some(value),
        }
    }

    #[inline(always)]
    fn extra(&self) -> usize {
        N + 1
    }

    #[inline(always)]
    unsafe fn write(&self, value: Value<'_>, cursor: &mut Cursor<'_>) {
        // SAFETY: `extra` counts the prefix and the closing quote.
        unsafe { write_attribute(self.prefix, value, cursor) };
    }

    #[inline(always)]
    fn name(&self) -> Option<&'static [u8]> {
        Some(name(self.prefix))
    }

    #[cold]
    fn render(&self, sink: &mut Sink<'_>) {
        let Value::Display(value) = self.value.value() else { return };
        let text = value.to_string();
        let mut attribute = Buffer::new(self.prefix.to_vec());
        escape::push(&mut attribute, Value::Text(if url::runs_script(&text) { url::BLOCKED } else { &text }));
        attribute.push(b'"');
        // XSS: the value is escaped.
        sink.fill(Value::Trusted(&String::from_utf8_lossy(&attribute.into_bytes())));
    }
}
