//! Phoenix, Ecto and LiveView for Rust: routers, schemas, components and verified paths checked by the compiler.

// Generated code names the runtime through `$crate`; inside this crate, derive and attribute macros need the name.
extern crate self as bennu;

mod body;
pub mod changeset;
pub mod component;
pub mod conn;
pub mod endpoint;
mod error;
pub mod form;
pub mod live;
mod macros;
pub mod params;
pub mod path;
pub mod plug;
pub mod prelude;
pub mod repo;
pub mod router;
pub mod schema;
pub mod socket;
pub mod testing;
pub mod token;

#[doc(hidden)]
pub mod __private;

pub use bennu_macros::Param;
#[doc = include_str!("../docs/events.md")]
pub use bennu_macros::events;
pub use body::Body;
pub use changeset::Changeset;
pub use conn::Conn;
pub use endpoint::Endpoint;
pub use error::{Error, Result};
pub use params::Params;
pub use repo::Repo;

pub use {bytes, cookie, http, serde_json, time};

// The program of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
