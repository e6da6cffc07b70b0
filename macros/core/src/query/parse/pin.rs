//! The tokens behind a `^` come in, the Rust expression that is pinned goes out: up to the next operator of the query.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Expr, Ident, Lit, Token, token};

use super::reader::{Reader, error};

/// `user.id`, `format!("%{term}%")`, `&*name`, `(a + b)`: what binds closer than any operator.
pub(super) fn parse_pinned(reader: &Reader<'_>) -> syn::Result<Expr> {
    let span = reader.span();
    let mut tokens = TokenStream::new();
    while reader.peek(Token![&]) && !reader.peek(Token![&&])
        || reader.peek(Token![*])
        || reader.peek(Token![-])
        || reader.peek(Token![!])
    {
        take(reader, &mut tokens)?;
    }
    take_atom(reader, &mut tokens)?;
    loop {
        if reader.peek(Token![.]) {
            take(reader, &mut tokens)?;
            take(reader, &mut tokens)?;
            take_path(reader, &mut tokens)?;
        } else if reader.peek(Token![?]) || reader.peek(token::Paren) || reader.peek(token::Bracket) {
            take(reader, &mut tokens)?;
        } else {
            break;
        }
    }
    let help = "`^` pins one value; put more in parentheses: `^(a + b)`";
    syn::parse2(tokens).map_err(|_| error(span, "expected a value of Rust behind `^`", help))
}

fn take(reader: &Reader<'_>, tokens: &mut TokenStream) -> syn::Result<()> {
    if !reader.is_empty() {
        tokens.extend([reader.parse::<TokenTree>()?]);
    }
    Ok(())
}

/// A name with its path, a call of a macro, a literal, or a group.
fn take_atom(reader: &Reader<'_>, tokens: &mut TokenStream) -> syn::Result<()> {
    if reader.peek(Lit)
        || reader.peek(token::Paren)
        || reader.peek(token::Bracket)
        || reader.peek(token::Brace)
    {
        return take(reader, tokens);
    }
    if !(reader.peek(Ident)
        || reader.peek(Token![self])
        || reader.peek(Token![Self])
        || reader.peek(Token![crate])
        || reader.peek(Token![super])
        || reader.peek(Token![::]))
    {
        return Ok(());
    }
    if !reader.peek(Token![::]) {
        take(reader, tokens)?;
    }
    take_path(reader, tokens)?;
    let is_macro = reader.peek(Token![!])
        && (reader.peek2(token::Paren) || reader.peek2(token::Bracket) || reader.peek2(token::Brace));
    if is_macro {
        take(reader, tokens)?;
        take(reader, tokens)?;
    }
    Ok(())
}

/// `::name`, `::<T>`, as often as they follow.
fn take_path(reader: &Reader<'_>, tokens: &mut TokenStream) -> syn::Result<()> {
    while reader.peek(Token![::]) {
        take(reader, tokens)?;
        take(reader, tokens)?;
        if !reader.peek(Token![<]) {
            take(reader, tokens)?;
            continue;
        }
        let mut depth = 0_usize;
        while !reader.is_empty() {
            depth += usize::from(reader.peek(Token![<]));
            depth -= usize::from(reader.peek(Token![>]));
            take(reader, tokens)?;
            if depth == 0 {
                break;
            }
        }
    }
    Ok(())
}
