//! Compile-time behaviour and house rules of Bennu; everything is in `tests/`.
