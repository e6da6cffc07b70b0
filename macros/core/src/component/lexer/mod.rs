//! Rust tokens come in, markup tokens go out: tags, text, gaps, holes and control flow, with their spans.

mod control;
mod cursor;
mod file;
mod tag;
mod text;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use super::tree::{Hole, Name, Tag, Text};
use crate::diagnostics::Diagnostics;
pub(super) use control::Control;
use cursor::Cursor;
pub(super) use file::lex_file;
pub(crate) use file::rust_length;
pub(super) use text::escape;

/// One piece of markup.
#[derive(Debug)]
pub(super) enum Lexeme {
    Space,
    Text(Text),
    Hole(Hole),
    Markup(String),
    Open(Tag),
    Close(Name),
    Control(Control),
}

/// Splits `tokens` into markup.
pub(super) fn lex(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Lexeme> {
    let mut lexer = Lexer { lexemes: Vec::new(), last: None, diagnostics };
    lexer.lex(tokens);
    lexer.lexemes
}

struct Lexer<'a> {
    lexemes: Vec<Lexeme>,
    /// The token before, which tells whether there is a gap.
    last: Option<TokenTree>,
    diagnostics: &'a mut Diagnostics,
}

impl Lexer<'_> {
    fn lex(&mut self, tokens: TokenStream) {
        let mut cursor = Cursor::new(tokens, self.last.take());
        while cursor.peek().is_some() {
            self.lex_one(&mut cursor);
        }
        self.last = cursor.last();
    }

    fn lex_one(&mut self, cursor: &mut Cursor) {
        let (gap, new_line) = (cursor.gap(), cursor.new_line());
        if gap {
            self.lexemes.push(Lexeme::Space);
        }
        if cursor.at_tag() {
            return tag::lex_tag(cursor, &mut self.lexemes, self.diagnostics);
        }
        if let Some(control) = self.lex_control(cursor, new_line) {
            return self.lexemes.push(Lexeme::Control(control));
        }
        match cursor.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                self.lexemes
                    .push(Lexeme::Hole(Hole { tokens: group.stream(), location: group.span_open().into() }));
            }
            Some(TokenTree::Group(group)) => self.lex_group(&group),
            Some(token) => self.lexemes.push(Lexeme::Text(text::lex_text(token, cursor))),
            None => {}
        }
    }

    /// Parentheses and brackets are text, and there may be tags in them.
    fn lex_group(&mut self, group: &proc_macro2::Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace | Delimiter::None => ("", ""),
        };
        self.text(open, group.span_open());
        self.last = Some(cursor::mark(group.span_open()));
        self.lex(group.stream());
        if self.last.take().is_some_and(|last| cursor::is_gap(&last, group.span_close())) {
            self.lexemes.push(Lexeme::Space);
        }
        self.text(close, group.span_close());
    }

    fn text(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            self.lexemes.push(Lexeme::Text(Text {
                html: text.to_owned(),
                typed: text.to_owned(),
                location: span.into(),
            }));
        }
    }

    /// `if`, `for` and `match` begin a block where text does not go on, and where a block follows.
    fn lex_control(&mut self, cursor: &mut Cursor, new_line: bool) -> Option<Control> {
        let after_text = self.lexemes.iter().rev().find(|lexeme| !matches!(lexeme, Lexeme::Space));
        if matches!(after_text, Some(Lexeme::Text(_))) && !new_line {
            return None;
        }
        control::lex_control(cursor, self.diagnostics)
    }
}
