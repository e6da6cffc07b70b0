//! What browsers see: the layout, the pages of the message board, and the counter.

pub mod counter;
pub mod layouts;
pub mod messages;
