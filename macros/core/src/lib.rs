//! Every macro of Bennu as a function from tokens to tokens: parse → model → check → expand.
//!
//! A normal library, so that snapshot tests, fuzz targets and tools call the same functions that rustc calls.
#![forbid(unsafe_code)]

pub mod choice;
pub mod component;
mod declared;
mod diagnostics;
mod entry;
pub mod events;
pub mod format;
pub mod id;
mod names;
pub mod param;
pub mod path;
pub mod pattern;
pub mod query;
pub mod router;
pub mod schema;
#[cfg(test)]
mod snapshot;
mod spelling;
mod suggest;
