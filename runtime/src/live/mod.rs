//! Not built yet.

use std::marker::PhantomData;

/// A view that a route shows, for an application with the state `S`.
#[derive(Debug)]
pub struct LiveRoute<S>(PhantomData<fn(S)>);
