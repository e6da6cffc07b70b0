//! A crate that depends on `bennu` under another name.
