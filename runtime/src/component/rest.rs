//! What a call gives beside the attributes that a component declares is handed to the component as one set.

use std::fmt;

use super::{Attribute, Attributes, Value};

/// The attributes of a call that the component does not declare: `class`, `data-id`, `aria-label`, `phx-click` and whatever
/// else every element may have.
///
/// A component takes them with an argument `rest: Rest`, and spreads them into an element or into another component with
/// `{rest}`. Attributes of single elements are taken where they are listed: `rest: Rest include ["form", "disabled"]`. Names
/// are checked where the component is called; values are escaped for the attribute that they end up in, as in every
/// [set of attributes](Attributes).
///
/// ```
/// use bennu::component::{Context, Rest, Slot, to_html};
/// use bennu::{component, html};
///
/// component! {
///     fn button(kind: &str = "button", rest: Rest include ["disabled"], inner_block: Slot) {
///         <button type={kind} {rest}>{inner_block}</button>
///     }
///
///     fn danger(rest: Rest, inner_block: Slot) {
///         <.button class="danger" {rest}>{inner_block}</.button>
///     }
/// }
///
/// # fn main() {
/// let (id, is_busy) = (7, true);
/// let page = html! {
///     <.button kind="submit" disabled={is_busy} phx-click="save">Save</.button>
///     <.danger data-id={id}>Delete</.danger>
/// };
/// assert_eq!(
///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
///     concat!(
///         r#"<button type="submit" disabled phx-click="save">Save</button> "#,
///         r#"<button type="button" class="danger" data-id="7">Delete</button>"#,
///     )
/// );
/// # }
/// ```
#[derive(Clone, Copy, Default)]
pub struct Rest<'a>(&'a [RestEntry<'a>]);

/// An attribute, or a set of attributes that is handed on; generated code makes them.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum RestEntry<'a> {
    /// `data-id={id}`.
    Attribute(&'static str, &'a dyn Attribute),
    /// `{rest}`.
    Set(&'a dyn Attributes),
}

impl Rest<'_> {
    /// No attributes: what a component gets where the call gives none.
    pub const EMPTY: Self = Self(&[]);

    /// Whether there are no attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let mut is_empty = true;
        self.each(&mut |_, _| is_empty = false);
        is_empty
    }

    /// Whether the attribute was given and is there: neither `false` nor `None`.
    ///
    /// ```
    /// use bennu::component::{Context, Rest, to_html};
    /// use bennu::{component, html};
    ///
    /// component! {
    ///     fn field(rest: Rest include ["required"]) {
    ///         <label>Name <b :if={rest.has("required")}>*</b> <input {rest}></label>
    ///     }
    /// }
    ///
    /// # fn main() {
    /// let page = to_html(&html! { <.field required /> }, &Context::default());
    /// assert_eq!(page, b"<label>Name <b>*</b> <input required></label>");
    /// # }
    /// ```
    #[must_use]
    pub fn has(&self, attribute: &str) -> bool {
        let mut has = false;
        self.each(&mut |name, value| has |= name == attribute && !matches!(value, Value::Absent));
        has
    }
}

impl Attributes for Rest<'_> {
    fn each(&self, visit: &mut dyn FnMut(&str, Value<'_>)) {
        for entry in self.0 {
            match entry {
                RestEntry::Attribute(name, value) => visit(name, value.value()),
                RestEntry::Set(attributes) => attributes.each(visit),
            }
        }
    }
}

impl fmt::Debug for Rest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        self.each(&mut |name, value| {
            map.entry(&name, &value);
        });
        map.finish()
    }
}

/// Puts the attributes of a call together; generated code calls this.
#[doc(hidden)]
#[must_use]
pub fn rest<'a>(entries: &'a [RestEntry<'a>]) -> Rest<'a> {
    Rest(entries)
}

/// One attribute; generated code calls this.
#[doc(hidden)]
#[must_use]
pub fn rest_attribute<'a>(name: &'static str, value: &'a dyn Attribute) -> RestEntry<'a> {
    RestEntry::Attribute(name, value)
}

/// A set of attributes that is handed on; generated code calls this.
#[doc(hidden)]
#[must_use]
pub fn rest_set<'a>(attributes: &'a dyn Attributes) -> RestEntry<'a> {
    RestEntry::Set(attributes)
}

/// A literal of the template, which may be a program: `onclick="go()"`.
struct Constant(&'static str);

impl Attribute for Constant {
    fn value(&self) -> Value<'_> {
        Value::Trusted(self.0)
    }
}

/// A literal of the template; generated code calls this.
#[doc(hidden)]
#[must_use]
pub fn constant(text: &'static str) -> impl Attribute {
    Constant(text)
}
