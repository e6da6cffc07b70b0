//! Names and values come in, the attributes of an element go out.

use super::escape::{self, Buffer, Cursor};
use super::piece::Piece;
use super::sink::Mode;
use super::{Attribute, Sink, Value, url};

/// A set of attributes that an element takes as a whole: `<div title="a" {attributes}>`.
///
/// Lists of pairs of a name and a value are such sets, and an `Option` of one. Of an attribute that is given twice, browsers
/// keep the first.
///
/// A name that HTML does not allow, and one that makes a program of its value (`onclick`, `srcdoc`), is left out together with
/// its value, unless the value is [`Trusted`](Value::Trusted); an address that runs scripts becomes `about:invalid#blocked`.
///
/// What a call gives beside a component's declared attributes is such a set too: [`Rest`](super::Rest).
///
/// ```
/// use bennu::component::{Context, to_html};
/// use bennu::html;
///
/// let attributes = vec![("data-id", "7".to_owned()), ("title", "a < b".to_owned())];
/// let page = html! { <p class="note" {attributes} {[("hidden", true)]}>text</p> };
/// assert_eq!(
///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
///     r#"<p class="note" data-id="7" title="a &lt; b" hidden>text</p>"#
/// );
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no set of attributes",
    label = "not a list of names and values",
    note = "give pairs, `{{[(\"title\", value)]}}`, or write `name={{value}}`"
)]
pub trait Attributes {
    /// Calls `visit` with each name and value, in their order.
    fn each(&self, visit: &mut dyn FnMut(&str, Value<'_>));
}

impl<N: AsRef<str>, V: Attribute> Attributes for [(N, V)] {
    fn each(&self, visit: &mut dyn FnMut(&str, Value<'_>)) {
        self.iter().for_each(|(name, value)| visit(name.as_ref(), value.value()));
    }
}

impl<N: AsRef<str>, V: Attribute, const LENGTH: usize> Attributes for [(N, V); LENGTH] {
    fn each(&self, visit: &mut dyn FnMut(&str, Value<'_>)) {
        self.as_slice().each(visit);
    }
}

impl<N: AsRef<str>, V: Attribute> Attributes for Vec<(N, V)> {
    fn each(&self, visit: &mut dyn FnMut(&str, Value<'_>)) {
        self.as_slice().each(visit);
    }
}

impl<T: Attributes> Attributes for Option<T> {
    fn each(&self, visit: &mut dyn FnMut(&str, Value<'_>)) {
        if let Some(attributes) = self {
            attributes.each(visit);
        }
    }
}

impl<T: Attributes + ?Sized> Attributes for &T {
    fn each(&self, visit: &mut dyn FnMut(&str, Value<'_>)) {
        T::each(self, visit);
    }
}

/// A set of attributes at its place.
pub struct Spread<'a, T: ?Sized>(pub(super) &'a T);

impl<T: Attributes + ?Sized> Piece for Spread<'_, T> {
    fn value(&self) -> Option<Value<'_>> {
        None
    }

    unsafe fn write(&self, _value: Value<'_>, _cursor: &mut Cursor<'_>) {}

    fn render(&self, sink: &mut Sink<'_>) {
        if sink.mode() == Mode::Html {
            return self.0.each(&mut |name, value| push(&mut sink.out, name, value));
        }
        let mut out = Buffer::new(Vec::new());
        self.0.each(&mut |name, value| push(&mut out, name, value));
        // XSS: `push` has looked at the names and escaped the values.
        sink.fill(Value::Trusted(&String::from_utf8_lossy(&out.into_bytes())));
    }
}

/// Appends one attribute, if it is there and harmless.
fn push(out: &mut Buffer, name: &str, value: Value<'_>) {
    let is_constant = matches!(value, Value::Trusted(_));
    if matches!(value, Value::Absent) || !is_name(name) || (is_code(name) && !is_constant) {
        return;
    }
    out.push(b' ');
    out.extend_from_slice(name.as_bytes());
    if matches!(value, Value::Bare) {
        return;
    }
    out.extend_from_slice(b"=\"");
    match value {
        Value::Text(text) if is_address(name) && url::runs_script(text) => push_blocked(out),
        Value::Display(text) if is_address(name) && url::runs_script(&text.to_string()) => push_blocked(out),
        // Markup means nothing within an attribute.
        Value::Trusted(text) => escape::push(out, Value::Text(text)),
        value => escape::push(out, value),
    }
    out.push(b'"');
}

fn push_blocked(out: &mut Buffer) {
    out.extend_from_slice(url::BLOCKED.as_bytes());
}

/// Whether HTML allows the name (HTML Standard, 13.1.2.3), and it is one that people write.
fn is_name(name: &str) -> bool {
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.' | b'@');
    !name.is_empty() && name.bytes().all(is_allowed)
}

/// Whether the value would be run as a program, or is a whole document.
fn is_code(name: &str) -> bool {
    name.eq_ignore_ascii_case("srcdoc") || name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"))
}

/// Whether browsers follow the value as an address.
fn is_address(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "action",
        "background",
        "cite",
        "data",
        "formaction",
        "href",
        "icon",
        "longdesc",
        "manifest",
        "ping",
        "poster",
        "src",
    ];
    let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}
