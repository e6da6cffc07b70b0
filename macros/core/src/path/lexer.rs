//! A string or bare tokens come in, characters and holes with their places go out: from here on both spellings are the same.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::{Expr, LitStr};

use super::model::{Hole, Place};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::spelling::spelt;

/// A path as a row of characters and holes.
pub(super) struct Pieces {
    pub(super) text: String,
    pub(super) is_literal: bool,
    pub(super) span: Span,
    pub(super) pieces: Vec<Piece>,
}

#[derive(Clone)]
pub(super) enum Piece {
    Char(char, Place),
    Hole(Hole),
}

impl Piece {
    pub(super) fn place(&self) -> Place {
        match self {
            Self::Char(_, place) => *place,
            Self::Hole(hole) => hole.place,
        }
    }

    pub(super) fn is(&self, wanted: char) -> bool {
        matches!(self, Self::Char(c, _) if *c == wanted)
    }
}

/// Takes `"/posts/{post}"` or `/posts/{post}` apart; nothing where a hole cannot be read.
pub(super) fn read(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Option<Pieces> {
    if tokens.is_empty() {
        let message = "expected a path";
        diagnostics.error(
            Diagnostic::new(Span::call_site(), message)
                .help("write `path!(\"/\")` or `path!(/posts/{post})`"),
        );
        return None;
    }
    match syn::parse2::<LitStr>(tokens.clone()) {
        Ok(literal) => read_literal(&literal, diagnostics),
        Err(_) => read_tokens(tokens, diagnostics),
    }
}

fn read_literal(literal: &LitStr, diagnostics: &mut Diagnostics) -> Option<Pieces> {
    let (text, span) = (literal.value(), literal.span());
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        match c {
            '{' => {
                let Some(length) = hole_length(&text[end..]) else {
                    let message = format!("`{{` in `{text}` is never closed");
                    diagnostics
                        .error(Diagnostic::new(span, message).help("a value stands in braces, as in `{id}`"));
                    return None;
                };
                let place = Place { start: at, end: end + length + 1, span };
                let inner = lex(&text[end..end + length], span);
                let inner = inner.map_err(|_| not_an_expression(&text[at..place.end], span));
                pieces.push(Piece::Hole(read_hole(inner, &text[at..place.end], place, diagnostics)?));
                at = place.end;
            }
            _ => {
                pieces.push(Piece::Char(c, Place { start: at, end, span }));
                at = end;
            }
        }
    }
    Some(Pieces { text, is_literal: true, span, pieces })
}

/// The tokens of a hole. Most hold a name, which needs no lexer.
fn lex(text: &str, span: Span) -> syn::Result<TokenStream> {
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match is_name {
        true => Ok(TokenTree::from(Ident::new(text, span)).into()),
        false => LitStr::new(text, span).parse(),
    }
}

fn read_tokens(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Option<Pieces> {
    let mut text = String::new();
    let mut pieces = Vec::new();
    let mut first = None;
    for token in tokens {
        let (start, span) = (text.len(), token.span());
        first.get_or_insert(span);
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let written = format!("{{{}}}", spelt(&group.stream()));
                text.push_str(&written);
                let place = Place { start, end: text.len(), span };
                pieces.push(Piece::Hole(read_hole(Ok(group.stream()), &written, place, diagnostics)?));
            }
            TokenTree::Group(group) => {
                diagnostics.error(not_bare(&group));
                return None;
            }
            token => {
                let token = token.to_string();
                let places = token.char_indices().map(|(at, c)| {
                    let at = start + at;
                    Piece::Char(c, Place { start: at, end: at + c.len_utf8(), span })
                });
                pieces.extend(places);
                text.push_str(&token);
            }
        }
    }
    Some(Pieces { text, is_literal: false, span: first.unwrap_or_else(Span::call_site), pieces })
}

fn not_bare(group: &Group) -> Diagnostic {
    Diagnostic::new(group.span(), "brackets and parentheses have no place in a bare path")
        .help("put the path in quotes; a value stands in braces: `{id}`")
}

fn not_an_expression(written: &str, span: Span) -> Diagnostic {
    Diagnostic::new(span, format!("`{written}` does not hold an expression"))
        .help("a value stands in braces, as in `{post.id}`")
}

/// `post.id`, or `rest..`
fn read_hole(
    tokens: Result<TokenStream, Diagnostic>,
    written: &str,
    place: Place,
    diagnostics: &mut Diagnostics,
) -> Option<Hole> {
    let read = tokens.and_then(|tokens| {
        let (tokens, is_rest) = split_rest(tokens);
        let value = syn::parse2::<Expr>(tokens).map_err(|_| not_an_expression(written, place.span))?;
        let value = Box::new(value);
        Ok(Hole { value, is_rest, declared: None, place })
    });
    read.map_err(|error| diagnostics.error(error)).ok()
}

/// Takes the two dots off the end.
fn split_rest(tokens: TokenStream) -> (TokenStream, bool) {
    let is_dot = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.');
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_rest = tokens.len() > 2 && tokens[tokens.len() - 2..].iter().all(is_dot);
    if is_rest {
        tokens.truncate(tokens.len() - 2);
    }
    (tokens.into_iter().collect(), is_rest)
}

/// How long the hole is that begins behind a `{`: braces nest, and those in strings and characters do not count.
fn hole_length(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            '"' => skip_string(&mut rest)?,
            '\'' if text[at + 1..].chars().nth(1) == Some('\'') => {
                rest.nth(1);
            }
            _ => {}
        }
    }
    None
}

fn skip_string(rest: &mut std::str::CharIndices<'_>) -> Option<()> {
    loop {
        match rest.next()?.1 {
            '\\' => _ = rest.next(),
            '"' => return Some(()),
            _ => {}
        }
    }
}
