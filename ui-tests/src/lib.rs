//! Compile-time behaviour and house rules of Bennu.
//!
//! `tests/ui.rs` runs the cases under `tests/ui/<macro>` (must not compile, with the message beside each) and
//! `tests/pass/<macro>` (must compile); `tests/tidy` reads the project's files.
