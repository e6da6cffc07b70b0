//! Keys and values come in, pieces of JSON objects go out.

use super::Item;
use crate::component::Value;
use crate::component::escape::{self, Buffer, Cursor, Json, KEY, WireHtml, push_text};

/// The most bytes of a pair of quotes that are escaped, with a sign before them, and of the quotes around the whole.
const QUOTES: usize = 7;

/// What an item takes at most.
#[inline(always)]
pub(in crate::component) fn item_bound(name: Option<&'static [u8]>, value: Value<'_>) -> usize {
    let name = match name {
        Some(name) => name.len(),
        None => 0,
    };
    KEY + QUOTES + name + value.bound()
}

/// Writes `"3":"text"`, after a comma where something is before it.
#[inline(never)]
pub(super) fn write_item(out: &mut Buffer, comma: bool, index: usize, (name, value): Item<'_>) {
    let mut cursor = Cursor::reserve(out, item_bound(name, value));
    // SAFETY: that is the room for the item.
    unsafe { item(&mut cursor, comma, index, name, value) };
    cursor.finish();
}

/// # Safety
///
/// `cursor` has room for the item.
#[inline(always)]
pub(in crate::component) unsafe fn item(
    cursor: &mut Cursor<'_>,
    comma: bool,
    index: usize,
    name: Option<&'static [u8]>,
    value: Value<'_>,
) {
    // SAFETY: `KEY` is room for the key, and `QUOTES` for two pairs of quotes, one of them escaped and with `=`.
    unsafe {
        cursor.key_and_quote(comma, index);
        match (name, value) {
            (_, Value::Absent) => cursor.copy(b"\""),
            (None, value) => {
                cursor.value::<WireHtml>(value);
                cursor.copy(b"\"");
            }
            (Some(name), Value::Bare) => {
                cursor.copy(name);
                cursor.copy(b"\"");
            }
            (Some(name), value) => {
                cursor.copy(name);
                cursor.markup(br#"=\""#);
                cursor.value::<WireHtml>(value);
                cursor.markup(br#"\"""#);
            }
        }
    }
}

/// Writes `"3":"html"` as it is.
#[cold]
pub(super) fn write_trusted(
    out: &mut Buffer,
    comma: bool,
    index: usize,
    name: Option<&'static [u8]>,
    html: &str,
) {
    write_key(out, comma, index);
    out.push(b'"');
    if let Some(name) = name {
        out.extend_from_slice(name);
        out.extend_from_slice(br#"=\""#);
    }
    push_text::<Json>(out, html);
    out.extend_from_slice(if name.is_some() { br#"\"""# } else { b"\"" });
}

/// Writes a number.
pub(super) fn write_number(out: &mut Buffer, number: usize) {
    escape::push(out, Value::Unsigned(number as u64));
}

/// Writes `"3":`, after a comma where something is before it.
pub(super) fn write_key(out: &mut Buffer, comma: bool, index: usize) {
    let mut cursor = Cursor::reserve(out, KEY);
    // SAFETY: that is the room for a key.
    unsafe { cursor.key(comma, index) };
    cursor.finish();
}

/// Writes `"3":` and then `start`, which is short.
#[inline(always)]
pub(super) fn write_start<const N: usize>(
    out: &mut Buffer,
    comma: bool,
    index: usize,
    start: &'static [u8; N],
) {
    let mut cursor = Cursor::reserve(out, KEY + N);
    // SAFETY: that is the room for both.
    unsafe {
        cursor.key(comma, index);
        cursor.copy(start);
    }
    cursor.finish();
}

/// Writes `"s":3`, the number of a template's constants, and `"r":1` if it is one element.
pub(super) fn write_constants(out: &mut Buffer, comma: bool, number: usize, single_root: bool) {
    let mut cursor = Cursor::reserve(out, KEY + 16);
    // SAFETY: that is the room for a number and eleven characters.
    unsafe {
        if comma {
            cursor.copy(b",");
        }
        cursor.copy(b"\"s\":");
        cursor.value::<Json>(Value::Unsigned(number as u64));
        if single_root {
            cursor.copy(b",\"r\":1");
        }
    }
    cursor.finish();
}
