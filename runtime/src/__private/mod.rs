//! What generated code calls. Not covered by semantic versioning: do not use it by hand.

pub mod component;
pub mod formats;
pub mod live;
pub mod path;
pub mod query;
pub mod router;
pub mod schema;

pub use bennu_macros as macros;
