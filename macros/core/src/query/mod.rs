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
use parse::Syntax;

/// Expands `from!(m in Message, where: m.likes > 3)`.
pub fn expand(input: TokenStream) -> TokenStream {
    entry::typed_expression(input, pipeline)
}

/// Expands `dynamic!(m in Message, m.likes > 3)`.
pub fn expand_dynamic(input: TokenStream) -> TokenStream {
    entry::typed_expression(input, dynamic_pipeline)
}

fn pipeline(names: &Names, input: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    finish(names, parse::parse(input, diagnostics), diagnostics)
}

fn dynamic_pipeline(names: &Names, input: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    finish(names, parse::parse_dynamic(input, diagnostics), diagnostics)
}

fn finish(names: &Names, syntax: Option<Syntax>, diagnostics: &mut Diagnostics) -> TokenStream {
    let Some(syntax) = syntax else { return expand::expand_nothing(names) };
    let query = model::resolve(syntax, diagnostics);
    check::check(&query, diagnostics);
    expand::expand(names, &query)
}
