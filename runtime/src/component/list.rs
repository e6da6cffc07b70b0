//! Several texts come in, the value of one attribute goes out, with spaces between the texts that are there.

use std::fmt;

use super::{Attribute, Value};

/// The value of an attribute like `class={["card", ("active", is_active), color]}`; templates make it of an array.
///
/// What is absent is left out: `None`, `false`, an empty text, a pair whose condition does not hold. Where nothing is left, the
/// attribute is left out.
///
/// ```
/// use bennu::component::{Context, to_html};
/// use bennu::html;
///
/// let (is_active, color) = (true, None::<&str>);
/// let page = html! { <p class={["card", ("active", is_active), color]}>a</p><p class={[("b", false)]}>b</p> };
/// assert_eq!(to_html(&page, &Context::default()), br#"<p class="card active">a</p><p>b</p>"#);
/// ```
///
/// The value of a `style` is a list of declarations, pairs of a property and its value. What is absent is left out here too, and so
/// is a value that could end its declaration or load something: anything with quotes, `;`, braces, `url(..)`. Pairs of constants
/// are taken as they are, and so are texts beside the pairs.
///
/// ```
/// use bennu::component::{Context, to_html};
/// use bennu::html;
///
/// let (width, color, image) = ("40%", None::<&str>, "url(//evil.example)");
/// let page = html! { <p style={[("width", width), ("color", color), ("background", image), "margin: 0"]}>a</p> };
/// assert_eq!(to_html(&page, &Context::default()), br#"<p style="width: 40%; margin: 0">a</p>"#);
/// ```
pub struct List<'a, const N: usize> {
    texts: [&'a dyn Attribute; N],
    separator: &'static str,
}

/// Makes a list; generated code calls this.
#[doc(hidden)]
pub fn list<const N: usize>(texts: [&dyn Attribute; N]) -> List<'_, N> {
    List { texts, separator: " " }
}

/// Makes the value of a `style`; generated code calls this.
#[doc(hidden)]
pub fn style<const N: usize>(declarations: [&dyn Attribute; N]) -> List<'_, N> {
    List { texts: declarations, separator: "; " }
}

impl<const N: usize> List<'_, N> {
    /// The texts that are there.
    fn texts(&self) -> impl Iterator<Item = Value<'_>> {
        let values = self.texts.iter().map(|text| text.value());
        values.filter(|value| !matches!(value, Value::Absent | Value::Bare | Value::Text("")))
    }
}

impl<const N: usize> Attribute for List<'_, N> {
    fn value(&self) -> Value<'_> {
        let mut texts = self.texts();
        match (texts.next(), texts.next()) {
            (None, _) => Value::Absent,
            (Some(text), None) => text,
            (Some(_), Some(_)) => Value::Display(self),
        }
    }
}

impl<const N: usize> fmt::Display for List<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, text) in self.texts().enumerate() {
            if at > 0 {
                f.write_str(self.separator)?;
            }
            write!(f, "{text}")?;
        }
        Ok(())
    }
}

impl<const N: usize> fmt::Debug for List<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({self})")
    }
}
