//! `from!`: clauses come in, a query goes out, twice: as calls for the compiler to check, and as data for the database.

mod check;
mod expand;
mod function;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::diagnostics::Diagnostics;
use crate::entry;
use crate::names::Names;

/// Expands `from!(m in Message, where: m.likes > 3)`.
pub fn expand(input: TokenStream) -> TokenStream {
    entry::typed_expression(input, pipeline)
}

fn pipeline(names: &Names, input: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    let Some(syntax) = parse::parse(input, diagnostics) else { return expand::expand_nothing(names) };
    let query = model::resolve(syntax, diagnostics);
    check::check(&query, diagnostics);
    expand::expand(names, &query)
}
