//! `schema!`: a struct over a table comes in, the struct with its columns and its place in the database goes out.

mod assoc;
mod check;
mod expand;
mod model;
mod options;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::diagnostics::Diagnostics;
use crate::entry;
use crate::names::Names;

/// Expands `schema! { pub struct Message in "messages" { body: String } }`.
pub fn expand(input: TokenStream) -> TokenStream {
    entry::items(input, pipeline)
}

fn pipeline(names: &Names, input: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    let Some(syntax) = parse::parse(input, diagnostics) else { return TokenStream::new() };
    let schema = model::resolve(syntax);
    check::check(&schema, diagnostics);
    if diagnostics.is_empty() {
        expand::expand(names, &schema)
    } else {
        expand::expand_stand_in(names, schema)
    }
}
