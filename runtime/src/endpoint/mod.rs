//! The server.

mod config;
mod shared;

pub use config::{CheckOrigin, Config, ConfigError, Limits, SessionOptions};
pub use shared::Shared;

/// The server.
#[derive(Debug)]
pub struct Endpoint<R>(std::marker::PhantomData<R>);
