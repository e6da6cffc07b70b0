//! What the `schema` macros' expansions call.
