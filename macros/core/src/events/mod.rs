//! `#[events]`: an `impl` block of event handlers comes in, the same block with the dispatch of events goes out.

mod check;
mod expand;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::Diagnostics;

/// The block in `item`, one constant for each of its handlers, and the implementation of `Events`.
pub fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let items = pipeline(attribute, &item, &mut diagnostics);
    let errors = diagnostics.finish();
    let output = quote!(#errors #items);
    crate::entry::print_if_asked(&output);
    output
}

fn pipeline(attribute: TokenStream, item: &TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    let names = parse::parse_options(attribute, diagnostics);
    let Some(block) = diagnostics.absorb(parse::parse_block(item.clone())) else {
        return item.clone();
    };
    let block = model::resolve(block);
    check::check(&block, diagnostics);
    expand::expand(&names, &block)
}
