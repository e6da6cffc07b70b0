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
pub struct List<'a, const N: usize>([&'a dyn Attribute; N]);

/// Makes a list; generated code calls this.
#[doc(hidden)]
pub fn list<const N: usize>(texts: [&dyn Attribute; N]) -> List<'_, N> {
    List(texts)
}

impl<const N: usize> List<'_, N> {
    /// The texts that are there.
    fn texts(&self) -> impl Iterator<Item = Value<'_>> {
        let values = self.0.iter().map(|text| text.value());
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
                f.write_str(" ")?;
            }
            match text {
                Value::Absent | Value::Bare => {}
                Value::Text(text) | Value::Trusted(text) => f.write_str(text)?,
                Value::Signed(number) => write!(f, "{number}")?,
                Value::Unsigned(number) => write!(f, "{number}")?,
                Value::Char(character) => write!(f, "{character}")?,
                Value::Display(text) => write!(f, "{text}")?,
            }
        }
        Ok(())
    }
}

impl<const N: usize> fmt::Debug for List<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({self})")
    }
}
