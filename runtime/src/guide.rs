//! Pages to read from the first line to the last; nothing here is called.

#[doc = include_str!("../docs/from_phoenix.md")]
pub mod from_phoenix {}
