//! `path!`: a path with holes and the table of a router come in; a checked, encoded path as an expression goes out.

mod check;
mod expand;
mod lexer;
mod model;
mod parse;
pub(crate) mod table;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitStr};

use crate::diagnostics::Diagnostics;
use crate::entry;
use crate::names::Names;

/// Expands a path; expects the router's table as a literal before it.
pub fn expand(input: TokenStream) -> TokenStream {
    entry::typed_expression(input, |names, tokens, diagnostics| {
        let path = read_path(tokens, diagnostics);
        match path {
            Some(path) if diagnostics.is_empty() => expand::expand(&path, names),
            _ => stand_in(names),
        }
    })
}

fn read_path(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Option<model::Path> {
    let (table, is_verified, tokens) = diagnostics.absorb(split_table.parse2(tokens))?;
    let pieces = lexer::read(tokens, diagnostics)?;
    let path = parse::parse(pieces, diagnostics)?;
    check_path(&path, &table, is_verified, diagnostics);
    Some(path)
}

/// Some path, so that what is done with it is still checked.
fn stand_in(names: &Names) -> TokenStream {
    let runtime = names.private("path");
    quote!(#runtime::Path::from_static("/"))
}

/// `"table" [unverified] path`
fn split_table(input: ParseStream<'_>) -> syn::Result<(LitStr, bool, TokenStream)> {
    let table = input.parse()?;
    let is_unverified = input.fork().parse::<Ident>().is_ok_and(|word| word == "unverified");
    if is_unverified {
        input.parse::<Ident>()?;
    }
    Ok((table, !is_unverified, input.parse()?))
}

fn check_path(path: &model::Path, table: &LitStr, is_verified: bool, diagnostics: &mut Diagnostics) {
    check::check_rest(path, diagnostics);
    if is_verified && diagnostics.is_empty() {
        check::check_route(path, &table::parse(&table.value()), diagnostics);
    }
}
