//! Not built yet.

use proc_macro2::TokenStream;

/// Expands nothing yet.
pub fn expand(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Expands nothing yet.
pub fn expand_html(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Expands nothing yet.
pub fn expand_call(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
