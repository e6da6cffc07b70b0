//! `path!` and `url!`: a path with holes and the table of a router come in; a checked, encoded path as an expression goes out.

mod check;
mod expand;
mod files;
mod lexer;
mod model;
mod parse;
pub(crate) mod table;
#[cfg(test)]
mod tests;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, LitStr, Token};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::entry;
use crate::names::Names;

/// Expands a path; expects the router's table as a literal before it.
pub fn expand(input: TokenStream) -> TokenStream {
    expand_as(Kind::Path, input)
}

/// Expands a URL: a path behind a base that knows scheme, host and port.
pub fn expand_url(input: TokenStream) -> TokenStream {
    expand_as(Kind::Url, input)
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Path,
    Url,
}

fn expand_as(kind: Kind, input: TokenStream) -> TokenStream {
    entry::typed_expression(input, |names, tokens, diagnostics| {
        let Some(input) = diagnostics.absorb(split_input.parse2(tokens)) else {
            return stand_in(kind, names);
        };
        if kind == Kind::Url && input.base.is_none() {
            let help = "write `url!(conn, \"/posts\")`; an endpoint, its `Shared` or `Config`, or an address will do as well";
            diagnostics.error(Diagnostic::new(Span::call_site(), "`url!` has no base").help(help));
        }
        match (read_path(&input, diagnostics), diagnostics.is_empty()) {
            (Some(path), true) => expand::expand_based(
                kind == Kind::Url,
                input.base.as_ref(),
                expand::expand(&path, names),
                names,
            ),
            _ => stand_in(kind, names),
        }
    })
}

/// What stands in the parentheses.
struct Input {
    table: LitStr,
    /// `conn,` where the path is to stand behind what comes before all paths.
    base: Option<Expr>,
    is_verified: bool,
    path: TokenStream,
}

fn read_path(input: &Input, diagnostics: &mut Diagnostics) -> Option<model::Path> {
    let pieces = lexer::read(input.path.clone(), diagnostics)?;
    let path = parse::parse(pieces, diagnostics)?;
    check::check_rest(&path, diagnostics);
    if input.is_verified && diagnostics.is_empty() {
        check::check_route(&path, &table::parse(&input.table.value()), diagnostics);
    }
    Some(path)
}

/// Some value of the right type, so that what is done with it is still checked.
fn stand_in(kind: Kind, names: &Names) -> TokenStream {
    let runtime = names.private("path");
    match kind {
        Kind::Path => quote!(#runtime::Path::from_static("/")),
        Kind::Url => quote!(::std::string::String::new()),
    }
}

/// `"table" [base,] [unverified] path`
fn split_input(input: ParseStream<'_>) -> syn::Result<Input> {
    let table = input.parse()?;
    let base = split_base(input);
    let is_unverified = input.fork().parse::<Ident>().is_ok_and(|word| word == "unverified");
    if is_unverified {
        input.parse::<Ident>()?;
    }
    Ok(Input { table, base, is_verified: !is_unverified, path: input.parse()? })
}

/// `conn,`; a path never begins with an expression and a comma.
fn split_base(input: ParseStream<'_>) -> Option<Expr> {
    let ahead = input.fork();
    let base = ahead.parse().ok()?;
    ahead.parse::<Token![,]>().ok()?;
    input.advance_to(&ahead);
    Some(base)
}
