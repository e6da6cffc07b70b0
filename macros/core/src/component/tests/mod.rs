//! Expansions as a person reads them, messages word by word, and input that is not finished.

mod expansions;
mod files;
mod half_typed;
mod messages;

use proc_macro2::TokenStream;

/// Tokens with their places in `source`.
fn tokens(source: &str) -> TokenStream {
    source.parse().unwrap_or_else(|error| panic!("{error} in {source}"))
}
