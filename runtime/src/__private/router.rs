//! What the `router` macros' expansions call.
