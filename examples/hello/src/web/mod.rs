//! What browsers see: the layout, the pages of the message board, the counter, outings, and the gallery of what they are made of.

pub mod core_components;
mod core_inputs;
pub mod counter;
pub mod gallery;
pub mod layouts;
pub mod messages;
pub mod outings;
