//! The components that every application has from the start: forms, links, titles, lists with something in between.

mod async_result;
mod focus_wrap;
mod form;
mod inputs_for;
mod intersperse;
mod link;
mod live_title;

pub use async_result::async_result;
pub use focus_wrap::focus_wrap;
pub use form::{FormMethod, form};
pub use inputs_for::{hidden_inputs, inputs_for};
pub use intersperse::intersperse;
pub use link::link;
pub use live_title::live_title;
