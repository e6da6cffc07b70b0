//! What the `component` macros' expansions call.

pub use crate::component::{
    Render, Rest, Sink, Slot, Slots, Template, constant, fragment, key, list, rest, rest_attribute, rest_set,
    slot, slot_entry, slots,
};

/// What a call leaves out that the component needs: of any type, so that no second error follows from the first.
pub fn missing<T>() -> T {
    panic!("bug in Bennu: a call that lacks something was compiled")
}
