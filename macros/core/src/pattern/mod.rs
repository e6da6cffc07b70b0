//! `/users/{id}/{*rest}`: a route path comes in, its segments go out; the one parser of `router!` and `path!`.

mod error;
mod model;
mod parse;
mod relation;
#[cfg(test)]
mod tests;

pub use self::error::{PatternError, Reason};
pub use self::model::{Pattern, Segment};
pub use self::parse::parse;
