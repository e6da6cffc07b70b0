//! What the `component` macros' expansions call.
