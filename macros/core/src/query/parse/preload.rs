//! Tokens come in, the associations that a query preloads go out.

use syn::ext::IdentExt;
use syn::{Ident, Token, braced, token};

use super::pin::parse_pinned;
use super::reader::{Reader, error};
use super::syntax::{Preload, Preloads};

const HELP: &str = "write `preload: [:author, comments: :author]`, or of a join `comments: c` and `comments: {c, author: a}`";

/// `:author`, `[:author, comments: c]`, `^preloads`
pub(super) fn parse_preloads(reader: &Reader<'_>) -> syn::Result<Preloads> {
    if reader.peek(Token![^]) {
        reader.parse::<Token![^]>()?;
        return parse_pinned(reader).map(Preloads::Pinned);
    }
    if reader.peek(token::Bracket) {
        let (inner, end) = reader.bracketed()?;
        return Reader::new(&inner, end).list(parse_preload).map(Preloads::Listed);
    }
    if !reader.peek(Token![:]) {
        return Err(error(reader.span(), "expected an association", HELP));
    }
    parse_atom(reader).map(|preload| Preloads::Listed(vec![preload]))
}

/// `:author`
fn parse_atom(reader: &Reader<'_>) -> syn::Result<Preload> {
    reader.parse::<Token![:]>()?;
    let association = reader.call(Ident::parse_any)?;
    Ok(Preload { association, row: None, inner: Preloads::Listed(Vec::new()) })
}

/// `:author`, `comments: ..`
fn parse_preload(reader: &Reader<'_>) -> syn::Result<Preload> {
    if reader.peek(Token![:]) {
        return parse_atom(reader);
    }
    if !reader.peek(Ident::peek_any) {
        return Err(error(reader.span(), "expected an association", HELP));
    }
    let association = reader.call(Ident::parse_any)?;
    if !reader.peek(Token![:]) {
        let help = format!("write `:{association}`");
        return Err(error(association.span(), format!("`{association}` is no row of this query"), help));
    }
    reader.parse::<Token![:]>()?;
    if reader.peek(token::Brace) {
        let content;
        let brace = braced!(content in reader.input);
        let inner = Reader::new(&content, brace.span.close());
        let row = parse_row(&inner)?;
        let further = if inner.is_empty() {
            Vec::new()
        } else {
            inner.comma()?;
            inner.list(parse_preload)?
        };
        return Ok(Preload { association, row: Some(row), inner: Preloads::Listed(further) });
    }
    if reader.peek(Ident) {
        let row = parse_row(reader)?;
        return Ok(Preload { association, row: Some(row), inner: Preloads::Listed(Vec::new()) });
    }
    Ok(Preload { association, row: None, inner: parse_preloads(reader)? })
}

fn parse_row(reader: &Reader<'_>) -> syn::Result<Ident> {
    if reader.peek(Ident) {
        return reader.call(Ident::parse_any);
    }
    Err(error(reader.span(), "expected a row of the query", HELP))
}
