//! What the `live` macros' expansions call.
