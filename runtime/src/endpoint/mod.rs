//! The server.

/// The server.
#[derive(Debug)]
pub struct Endpoint<R>(std::marker::PhantomData<R>);
