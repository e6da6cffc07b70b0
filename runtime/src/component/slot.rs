//! The content that a component is given, between its tags and by name, is handed to the component.

use std::fmt;
use std::ops::Deref;

use super::{Render, Sink, Value};
use crate::html;

/// Markup that a call hands to a component.
pub(super) enum Content<'a, T: ?Sized> {
    /// Markup that asks for nothing.
    Markup(&'a dyn Render),
    /// Markup with `:let`.
    Function(&'a (dyn Fn(&T, &mut Sink<'_>) + 'a)),
    /// Markup with `:for`.
    Item(&'a dyn ItemContent<T>),
}

/// Markup beside the item of a loop that it shows.
pub(super) trait ItemContent<T: ?Sized> {
    fn render(&self, argument: &T, sink: &mut Sink<'_>);
}

impl<T: ?Sized> Content<'_, T> {
    fn render(&self, argument: &T, sink: &mut Sink<'_>) {
        match self {
            Self::Markup(markup) => markup.render(sink),
            Self::Function(function) => function(argument, sink),
            Self::Item(item) => item.render(argument, sink),
        }
    }
}

impl<T: ?Sized> Clone for Content<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Content<'_, T> {}

/// The content of one slot: what stands between a component's tags (`inner_block`), or between those of a `<:slot>`.
///
/// A component shows a `Slot` with `{inner_block}`, and a `Slot<T>`, which gives a value to its content, with
/// [`{row.with(&value)}`](Self::with).
///
/// ```
/// use bennu::component::{Context, Slot, to_html};
/// use bennu::{component, html};
///
/// component! {
///     fn countdown(from: u32, step: Slot<u32>, finish: Slot = Slot::EMPTY) {
///         for number in (1..=from).rev() { {step.with(&number)} }
///         <p :if={finish.is_given()}>{finish}</p>
///     }
/// }
///
/// # fn main() {
/// let page = html! {
///     <.countdown from={2}>
///         <:step :let={number}><i>{number}</i></:step>
///         <:finish>Go</:finish>
///     </.countdown>
/// };
/// assert_eq!(to_html(&page, &Context::default()), b"<i>2</i><i>1</i><p>Go</p>");
/// # }
/// ```
pub struct Slot<'a, T: ?Sized = ()>(Option<Content<'a, T>>);

impl<T: ?Sized> Slot<'_, T> {
    /// No content; the default of a component's optional slot.
    pub const EMPTY: Self = Self(None);

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Whether something was given.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

impl<'a, T: ?Sized> Slot<'a, T> {
    pub(super) fn of(content: Content<'a, T>) -> Self {
        Self(Some(content))
    }

    /// The content for `argument`, which it names by `:let`.
    #[must_use]
    pub fn with<'b>(&self, argument: &'b T) -> impl Render + use<'a, 'b, T> {
        With { content: self.0, argument }
    }
}

/// A slot's content beside the value that it is given.
struct With<'a, 'b, T: ?Sized> {
    content: Option<Content<'a, T>>,
    argument: &'b T,
}

impl<T: ?Sized> Render for With<'_, '_, T> {
    fn render(&self, sink: &mut Sink<'_>) {
        match &self.content {
            Some(content) => content.render(self.argument, sink),
            None => sink.fill(Value::Absent),
        }
    }
}

impl<T: ?Sized> Clone for Slot<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Slot<'_, T> {}

impl<T: ?Sized> Default for Slot<'_, T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<'a, R: Render, T: ?Sized> From<&'a R> for Slot<'a, T> {
    fn from(content: &'a R) -> Self {
        Self(Some(Content::Markup(content)))
    }
}

impl Render for Slot<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        self.with(&()).render(sink);
    }
}

impl<T: ?Sized> fmt::Debug for Slot<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "Slot::EMPTY" } else { "Slot(..)" })
    }
}

/// A slot whose content names what it is given; generated code calls this.
#[doc(hidden)]
pub fn slot<'a, T: ?Sized>(content: &'a (dyn Fn(&T, &mut Sink<'_>) + 'a)) -> Slot<'a, T> {
    Slot(Some(Content::Function(content)))
}

/// A slot with `:if`; generated code calls this.
#[doc(hidden)]
#[must_use]
pub fn slot_if<T: ?Sized>(is_given: bool, slot: Slot<'_, T>) -> Slot<'_, T> {
    if is_given { slot } else { Slot::EMPTY }
}

/// The entries of a slot that may be given several times, each with attributes `A` and content that is given a `T`.
///
/// ```
/// use bennu::component::{Context, Slots, to_html};
/// use bennu::{component, html};
///
/// component! {
///     /// One column.
///     struct Col<'a> { label: &'a str, numeric: bool = false }
///
///     fn table<T>(rows: &[T], col: Slots<Col, T>) {
///         <table>
///             <tr><th :for={col in col}>{col.label}</th></tr>
///             <tr :for={row in rows}>
///                 <td :for={col in col} class={col.numeric.then_some("number")}>{col.with(row)}</td>
///             </tr>
///         </table>
///     }
/// }
///
/// # fn main() {
/// let page = html! {
///     <.table rows={&[("Ann", 3)]}>
///         <:col :let={(name, _)} label="Name">{name}</:col>
///         <:col :let={(_, points)} label="Points" numeric>{points}</:col>
///     </.table>
/// };
/// assert_eq!(
///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
///     "<table><tr><th>Name</th><th>Points</th></tr><tr><td>Ann</td><td class=\"number\">3</td></tr></table>"
/// );
/// # }
/// ```
pub struct Slots<'a, A = (), T: ?Sized = ()>(&'a [GivenSlot<'a, A, T>]);

/// An entry as a call gives it; generated code makes them.
#[doc(hidden)]
pub struct GivenSlot<'a, A, T: ?Sized> {
    /// Nothing if the entry's `:if` says no.
    attributes: Option<A>,
    content: Slot<'a, T>,
}

impl<'a, A, T: ?Sized> GivenSlot<'a, A, T> {
    pub(super) fn new(attributes: Option<A>, content: Slot<'a, T>) -> Self {
        Self { attributes, content }
    }
}

/// Makes an entry; generated code calls this.
#[doc(hidden)]
pub fn slot_entry<'a, A, T: ?Sized>(attributes: Option<A>, content: Slot<'a, T>) -> GivenSlot<'a, A, T> {
    GivenSlot::new(attributes, content)
}

/// Puts the entries of a slot together; generated code calls this.
#[doc(hidden)]
pub fn slots<'a, A, T: ?Sized>(entries: &'a [GivenSlot<'a, A, T>]) -> Slots<'a, A, T> {
    Slots(entries)
}

impl<'a, A, T: ?Sized> Slots<'a, A, T> {
    /// No entries; the default of a component's optional slot.
    pub const EMPTY: Self = Self(&[]);

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// The entries in the order of the call.
    #[must_use]
    pub fn iter(&self) -> SlotsIter<'a, A, T> {
        SlotsIter(self.0.iter())
    }
}

impl<A, T: ?Sized> Clone for Slots<'_, A, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, T: ?Sized> Copy for Slots<'_, A, T> {}

impl<A, T: ?Sized> Default for Slots<'_, A, T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<'a, A, T: ?Sized> IntoIterator for Slots<'a, A, T> {
    type Item = SlotEntry<'a, A, T>;
    type IntoIter = SlotsIter<'a, A, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, A, T: ?Sized> IntoIterator for &Slots<'a, A, T> {
    type Item = SlotEntry<'a, A, T>;
    type IntoIter = SlotsIter<'a, A, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<A> Render for Slots<'_, A> {
    fn render(&self, sink: &mut Sink<'_>) {
        html! { for entry in self { {entry} } }.render(sink);
    }
}

impl<A: fmt::Debug, T: ?Sized> fmt::Debug for Slots<'_, A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Goes through the entries of [`Slots`].
pub struct SlotsIter<'a, A, T: ?Sized>(std::slice::Iter<'a, GivenSlot<'a, A, T>>);

impl<'a, A, T: ?Sized> Iterator for SlotsIter<'a, A, T> {
    type Item = SlotEntry<'a, A, T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.find_map(|given| {
            given.attributes.as_ref().map(|attributes| SlotEntry { attributes, content: given.content })
        })
    }
}

impl<A, T: ?Sized> fmt::Debug for SlotsIter<'_, A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SlotsIter(..)")
    }
}

/// One entry of [`Slots`]: its attributes are its fields, its content is shown by [`with`](Self::with).
pub struct SlotEntry<'a, A, T: ?Sized = ()> {
    attributes: &'a A,
    content: Slot<'a, T>,
}

impl<'a, A, T: ?Sized> SlotEntry<'a, A, T> {
    /// The content for `argument`, which it names by `:let`.
    #[must_use]
    pub fn with<'b>(&self, argument: &'b T) -> impl Render + use<'a, 'b, A, T> {
        self.content.with(argument)
    }
}

impl<A, T: ?Sized> Deref for SlotEntry<'_, A, T> {
    type Target = A;

    fn deref(&self) -> &A {
        self.attributes
    }
}

impl<A> Render for SlotEntry<'_, A> {
    fn render(&self, sink: &mut Sink<'_>) {
        self.content.render(sink);
    }
}

impl<A: fmt::Debug, T: ?Sized> fmt::Debug for SlotEntry<'_, A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlotEntry").field("attributes", self.attributes).finish_non_exhaustive()
    }
}
