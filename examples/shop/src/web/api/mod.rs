//! What programs get: the same contexts, told as JSON.

pub mod products;
