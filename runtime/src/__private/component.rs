//! What the `component` macros' expansions call.

pub use crate::component::{
    Place, Render, Rest, Sink, Slot, SlotEntries, Slots, Template, all_slots, constant, constant_declaration,
    declaration, each_slot, fragment, key, list, rest, rest_attribute, rest_set, slot, slot_entries,
    slot_entry, slot_if, slot_loop, slots, style,
};

/// What a call leaves out that the component needs: of any type, so that no second error follows from the first.
pub fn missing<T>() -> T {
    panic!("bug in Bennu: a call that lacks something was compiled")
}
