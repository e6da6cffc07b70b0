//! What the expansions of `path!` and `#[derive(Param)]` call.

pub use crate::path::{Param, Path, Segment, Writer};
