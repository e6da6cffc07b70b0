//! What the `path` macros' expansions call.
