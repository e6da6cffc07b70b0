//! The body of a request or a response.

/// A body; see the crate's documentation.
#[derive(Debug, Default)]
pub struct Body;
