//! One request and its response, on their way through plugs and handler.

/// A request and its response.
#[derive(Debug)]
pub struct Conn<S>(std::marker::PhantomData<S>);
