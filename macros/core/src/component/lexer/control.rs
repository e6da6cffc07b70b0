//! `if`, `for` and `match` within markup: Rust up to a block in braces, markup in the block.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

use super::{Lexeme, cursor::Cursor, lex};
use crate::component::tree::{Hole, Loop};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Control flow with markup in its blocks.
#[derive(Debug)]
pub(in crate::component) enum Control {
    If { branches: Vec<(Hole, Vec<Lexeme>)>, otherwise: Option<Vec<Lexeme>> },
    For { head: Loop, body: Vec<Lexeme> },
    Match { value: Hole, arms: Vec<Arm> },
}

/// `pattern => { .. }`.
#[derive(Debug)]
pub(in crate::component) struct Arm {
    /// The pattern, with its guard.
    pub(in crate::component) pattern: TokenStream,
    pub(in crate::component) body: Vec<Lexeme>,
}

/// The block that begins here, if one does.
pub(super) fn lex_control(cursor: &mut Cursor, diagnostics: &mut Diagnostics) -> Option<Control> {
    let Some(TokenTree::Ident(keyword)) = cursor.peek() else { return None };
    let (keyword, span) = (keyword.to_string(), keyword.span());
    if !matches!(keyword.as_str(), "if" | "for" | "match") {
        return None;
    }
    let head = head_length(cursor)?;
    match keyword.as_str() {
        "if" => Some(lex_if(cursor, head, span, diagnostics)),
        "match" => Some(lex_match(cursor, head, span, diagnostics)),
        _ => lex_for(cursor, head, span, diagnostics),
    }
}

/// The number of tokens between the keyword and its block.
fn head_length(cursor: &Cursor) -> Option<usize> {
    let mut ahead = 1;
    loop {
        cursor.peek_at(ahead)?;
        if cursor.is_brace(ahead) {
            return (ahead > 1).then_some(ahead - 1);
        }
        if cursor.at_closing_tag(ahead) {
            return None;
        }
        ahead += 1;
    }
}

fn lex_if(cursor: &mut Cursor, mut head: usize, mut span: Span, diagnostics: &mut Diagnostics) -> Control {
    let mut branches = Vec::new();
    let mut otherwise = None;
    loop {
        cursor.next();
        let condition = Hole { tokens: cursor.take(head), location: span.into() };
        branches.push((condition, lex_block(cursor.brace(), diagnostics)));
        if !cursor.is_ident(0, "else") {
            break;
        }
        if cursor.is_brace(1) {
            cursor.next();
            otherwise = Some(lex_block(cursor.brace(), diagnostics));
            break;
        }
        if !cursor.is_ident(1, "if") {
            break;
        }
        span = cursor.last_span();
        cursor.next();
        match head_length(cursor) {
            Some(length) => head = length,
            None => break,
        }
    }
    Control::If { branches, otherwise }
}

fn lex_for(cursor: &mut Cursor, head: usize, span: Span, diagnostics: &mut Diagnostics) -> Option<Control> {
    let within = (1..=head).find(|ahead| cursor.is_ident(*ahead, "in"))?;
    if within == 1 || within == head {
        return None;
    }
    cursor.next();
    let pattern = cursor.take(within - 1);
    cursor.next();
    let iterator = Hole { tokens: cursor.take(head - within), location: span.into() };
    let body = lex_block(cursor.brace(), diagnostics);
    Some(Control::For { head: Loop { pattern, iterator }, body })
}

fn lex_match(cursor: &mut Cursor, head: usize, span: Span, diagnostics: &mut Diagnostics) -> Control {
    cursor.next();
    let value = Hole { tokens: cursor.take(head), location: span.into() };
    let mut arms = Vec::new();
    if let Some(block) = cursor.brace() {
        let mut cursor = Cursor::new(block.stream(), None);
        while cursor.peek().is_some() {
            let Some(arm) = lex_arm(&mut cursor, diagnostics) else { break };
            arms.push(arm);
        }
    }
    Control::Match { value, arms }
}

fn lex_arm(cursor: &mut Cursor, diagnostics: &mut Diagnostics) -> Option<Arm> {
    let mut length = 0;
    while cursor.peek_at(length).is_some()
        && !(cursor.is_punct(length, '=') && cursor.is_punct(length + 1, '>'))
    {
        length += 1;
    }
    let pattern = cursor.take(length);
    if cursor.peek().is_none() {
        let span = pattern.into_iter().next().map_or_else(|| cursor.last_span(), |token| token.span());
        diagnostics
            .error(Diagnostic::new(span, "a `match` arm has no `=>`").help("write `pattern => { markup }`"));
        return None;
    }
    cursor.take(2);
    let body = match cursor.brace() {
        Some(block) => lex_block(Some(block), diagnostics),
        None => {
            let mut length = 0;
            while cursor.peek_at(length).is_some() && !cursor.is_punct(length, ',') {
                length += 1;
            }
            lex(cursor.take(length), diagnostics)
        }
    };
    cursor.skip_punct(',');
    Some(Arm { pattern, body })
}

fn lex_block(block: Option<Group>, diagnostics: &mut Diagnostics) -> Vec<Lexeme> {
    block.map_or_else(Vec::new, |block| lex(block.stream(), diagnostics))
}
