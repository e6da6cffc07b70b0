//! `:for` on a slot: an entry for each item, with attributes and content that are worked out from the item.

use std::fmt;
use std::marker::PhantomData;

use super::slot::{Content, GivenSlot, ItemContent};
use super::{Sink, Slot, Slots};

/// What a call gives for a slot at one place.
#[doc(hidden)]
pub enum SlotEntries<'a, A, T: ?Sized> {
    /// `<:col>`.
    One(GivenSlot<'a, A, T>),
    /// `<:col :for={..}>`.
    Each(&'a dyn Loop<A, T>),
}

/// A loop whose types are forgotten.
#[doc(hidden)]
pub trait Loop<A, T: ?Sized> {
    /// Appends the entries.
    fn push<'a>(&'a self, entries: &mut Vec<GivenSlot<'a, A, T>>);
}

/// The items of a loop beside what makes entries of them.
#[doc(hidden)]
pub struct SlotLoop<'a, A, T: ?Sized, I, F, C> {
    items: Vec<Item<'a, I, C>>,
    attributes: F,
    entry: PhantomData<fn(&T) -> A>,
}

/// An item beside the content, which all items share.
struct Item<'a, I, C> {
    item: I,
    content: &'a C,
}

impl<I, C: Fn(&I, &T, &mut Sink<'_>), T: ?Sized> ItemContent<T> for Item<'_, I, C> {
    fn render(&self, argument: &T, sink: &mut Sink<'_>) {
        (self.content)(&self.item, argument, sink);
    }
}

impl<A, T, I, F, C> Loop<A, T> for SlotLoop<'_, A, T, I, F, C>
where
    T: ?Sized,
    F: Fn(&I) -> Option<A>,
    C: Fn(&I, &T, &mut Sink<'_>),
{
    fn push<'a>(&'a self, entries: &mut Vec<GivenSlot<'a, A, T>>) {
        for item in &self.items {
            let content = Slot::of(Content::Item(item));
            entries.push(GivenSlot::new((self.attributes)(&item.item), content));
        }
    }
}

/// Takes the items; generated code calls this.
#[doc(hidden)]
pub fn slot_loop<'a, A, T, I, F, C>(
    items: impl IntoIterator<Item = I>,
    attributes: F,
    content: &'a C,
) -> SlotLoop<'a, A, T, I, F, C>
where
    T: ?Sized,
    F: Fn(&I) -> Option<A>,
    C: Fn(&I, &T, &mut Sink<'_>),
{
    let items = items.into_iter().map(|item| Item { item, content }).collect();
    SlotLoop { items, attributes, entry: PhantomData }
}

/// The entries of a loop; generated code calls this.
#[doc(hidden)]
pub fn each_slot<'a, A, T, I, F, C>(items: &'a SlotLoop<'_, A, T, I, F, C>) -> SlotEntries<'a, A, T>
where
    T: ?Sized,
    F: Fn(&I) -> Option<A>,
    C: Fn(&I, &T, &mut Sink<'_>),
{
    SlotEntries::Each(items)
}

/// Puts the entries of a slot in a row; generated code calls this.
#[doc(hidden)]
pub fn slot_entries<'a, A, T: ?Sized, const N: usize>(
    given: [SlotEntries<'a, A, T>; N],
) -> Vec<GivenSlot<'a, A, T>> {
    let mut entries = Vec::with_capacity(N);
    for given in given {
        match given {
            SlotEntries::One(entry) => entries.push(entry),
            SlotEntries::Each(items) => items.push(&mut entries),
        }
    }
    entries
}

/// The entries as the component takes them; generated code calls this.
#[doc(hidden)]
pub fn all_slots<'a, A, T: ?Sized>(entries: &'a Vec<GivenSlot<'a, A, T>>) -> Slots<'a, A, T> {
    super::slots(entries)
}

impl<A, T: ?Sized> fmt::Debug for SlotEntries<'_, A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One(_) => "One(..)",
            Self::Each(_) => "Each(..)",
        })
    }
}
