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

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, Token};

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
        let Some(input) = diagnostics.absorb(split_input(tokens)) else {
            return stand_in(kind, names);
        };
        if kind == Kind::Url && input.base.is_none() {
            let help = "write `url!(conn, \"/posts\")`; an endpoint, its `Shared` or `Config`, or an address will do as well";
            diagnostics.error(Diagnostic::new(Span::call_site(), "`url!` has no base").help(help));
        }
        match (read_path(&input, diagnostics), diagnostics.is_empty()) {
            (Some(path), true) => {
                let written = expand::expand(&path, &input.krate, names);
                let place = expand::Place { is_url: kind == Kind::Url, is_file: path.is_file };
                expand::expand_based(place, input.base.as_ref(), written, names)
            }
            _ => stand_in(kind, names),
        }
    })
}

/// What stands in the parentheses.
struct Input {
    table: Literal,
    /// What stands for `crate` in the types of the table.
    krate: TokenStream,
    /// `conn,` where the path is to stand behind what comes before all paths.
    base: Option<Expr>,
    is_verified: bool,
    path: TokenStream,
}

fn read_path(input: &Input, diagnostics: &mut Diagnostics) -> Option<model::Path> {
    let pieces = lexer::read(input.path.clone(), diagnostics)?;
    let mut path = parse::parse(pieces, diagnostics)?;
    check::check_rest(&path, diagnostics);
    if input.is_verified && diagnostics.is_empty() {
        let table = table::parse(&input.table);
        check::check_route(&mut path, &table, diagnostics);
        resolve_declared(&mut path, &table);
    }
    Some(path)
}

/// Writes down what the routes that the path reaches declare for its values: a type on which all of them agree.
fn resolve_declared(path: &mut model::Path, table: &table::Table) {
    let reached: Vec<_> =
        table.patterns.iter().flatten().filter(|pattern| check::reaches(pattern, path)).collect();
    for (index, segment) in path.segments.iter_mut().enumerate() {
        let Some(hole) = &mut segment.hole else { continue };
        let mut declared = reached.iter().map(|pattern| pattern.segments().get(index)?.declared());
        let first = declared.next().flatten();
        hole.declared = first.filter(|_| declared.all(|other| other == first)).map(str::to_owned);
    }
}

/// Some value of the right type, so that what is done with it is still checked.
fn stand_in(kind: Kind, names: &Names) -> TokenStream {
    let runtime = names.private("path");
    match kind {
        Kind::Path => quote!(#runtime::Path::from_static("/")),
        Kind::Url => quote!(::std::string::String::new()),
    }
}

/// `"table" ($crate) [base,] [unverified] path`
fn split_input(input: TokenStream) -> syn::Result<Input> {
    let mut tokens = input.into_iter();
    // The table is long, and the same for every path of a crate: it is not read before it turns out to be a new one.
    let (Some(TokenTree::Literal(table)), Some(TokenTree::Group(krate))) = (tokens.next(), tokens.next())
    else {
        panic!("bug in Bennu: `path!` is called through the macro that its router defines");
    };
    let path: Vec<TokenTree> = tokens.collect();
    let is_plain = matches!(path.as_slice(), [TokenTree::Literal(_)]);
    let (krate, path) = (krate.stream(), path.into_iter().collect());
    if is_plain {
        return Ok(Input { table, krate, base: None, is_verified: true, path });
    }
    let split_path = |input: ParseStream<'_>| {
        let base = split_base(input);
        let is_unverified = input.fork().parse::<Ident>().is_ok_and(|word| word == "unverified");
        if is_unverified {
            input.parse::<Ident>()?;
        }
        Ok(Input { table, krate, base, is_verified: !is_unverified, path: input.parse()? })
    };
    split_path.parse2(path)
}

/// `conn,`; a path never begins with an expression and a comma.
fn split_base(input: ParseStream<'_>) -> Option<Expr> {
    let ahead = input.fork();
    let base = ahead.parse().ok()?;
    ahead.parse::<Token![,]>().ok()?;
    input.advance_to(&ahead);
    Some(base)
}
