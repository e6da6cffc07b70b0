//! `router!`: pipelines, scopes and routes come in; a route table, the code that finds and runs a route, and `path!` go out.

mod actions;
mod check;
mod expand;
mod host;
#[cfg(test)]
mod interpreted;
mod model;
mod options;
mod parse;
mod pipe;
mod resources;
mod scope;
mod statics;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::entry;

/// Expands a router.
pub fn expand(input: TokenStream) -> TokenStream {
    entry::items(input, |names, tokens, diagnostics| {
        let syntax = parse::parse(tokens, diagnostics);
        let router = scope::resolve(syntax, diagnostics);
        check::check(&router, diagnostics);
        if diagnostics.is_empty() {
            expand::expand(&router, names)
        } else {
            expand::expand_stand_in(&router.header, names)
        }
    })
}
