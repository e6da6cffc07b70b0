//! Templates come in, HTML for a page or wire JSON for a LiveView goes out.
//!
//! [`html!`](crate::html) and [`component!`](macro@crate::component) turn markup into values that [`Render`]. A template is
//! split into its static and its dynamic parts by the compiler and is rendered straight to where it goes:
//! [`to_html`] writes a page, [`Fingerprints`] writes what a connected LiveView has to hear.
//!
//! ```
//! use bennu::component::{Context, to_html};
//! use bennu::html;
//!
//! let name = "Ann <3";
//! let page = html! { <p class="greeting">Hello, {name}!</p> };
//! let page = to_html(&page, &Context::default());
//! assert_eq!(String::from_utf8_lossy(&page), r#"<p class="greeting">Hello, Ann &lt;3!</p>"#);
//! ```

mod attribute;
mod context;
mod dynamic_tag;
mod escape;
mod fingerprints;
mod fragment;
mod library;
mod list;
pub(crate) mod piece;
mod render;
mod rest;
pub(crate) mod run;
mod sink;
mod slot;
mod slot_loop;
pub(crate) mod spread;
mod style;
#[cfg(test)]
mod tests;
mod url;
mod value;
mod wire;

pub(crate) use escape::Digits;

pub use attribute::Attribute;
pub use context::Context;
pub use dynamic_tag::dynamic_tag;
pub use fingerprints::Fingerprints;
pub use fragment::Fragment;
pub use library::{
    FormMethod, async_result, focus_wrap, form, hidden_inputs, inputs_for, intersperse, link, live_title,
};
pub use list::List;
pub use render::{Display, Raw, Render, display};
pub use rest::Rest;
#[doc(hidden)]
pub use sink::Place;
pub use sink::Sink;
pub use slot::{Slot, SlotEntry, Slots, SlotsIter};
pub use spread::Attributes;
pub use value::Value;

#[doc(hidden)]
pub use fragment::{Template, fragment};
#[doc(hidden)]
pub use list::{list, style};
#[doc(hidden)]
pub use rest::{RestEntry, constant, rest, rest_attribute, rest_set};
#[doc(hidden)]
pub use slot::{GivenSlot, slot, slot_entry, slot_if, slots};
#[doc(hidden)]
pub use slot_loop::{SlotEntries, all_slots, each_slot, slot_entries, slot_loop};
#[doc(hidden)]
pub use style::{constant_declaration, declaration};
#[doc(hidden)]
pub use wire::key;

/// The template as HTML.
///
/// The size of the last result is remembered per template, so that the buffer is mostly allocated once.
#[must_use]
pub fn to_html(template: &(impl Render + ?Sized), context: &Context<'_>) -> Vec<u8> {
    let mut sink = Sink::html(context, Vec::new());
    template.render(&mut sink);
    sink.finish()
}

/// Writes the template as HTML behind what is in `out`, for buffers that are used again.
///
/// ```
/// use bennu::component::{Context, write_html};
/// use bennu::html;
///
/// let mut out = b"data: ".to_vec();
/// write_html(&html! { <p>{1 + 1}</p> }, &Context::default(), &mut out);
/// assert_eq!(out, b"data: <p>2</p>");
/// ```
pub fn write_html(template: &(impl Render + ?Sized), context: &Context<'_>, out: &mut Vec<u8>) {
    let mut sink = Sink::html(context, std::mem::take(out));
    template.render(&mut sink);
    *out = sink.finish();
}
