//! The text of a file comes in, markup tokens go out: the second front end of templates.
//!
//! The language is that of the tokens; only what is text differs: an apostrophe, an emoji, two slashes are what they are.

mod control;
mod rust;
mod source;
mod tag;

use proc_macro2::Span;

use super::{Lexeme, text};
use crate::component::tree::{Hole, Text};
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
pub(crate) use rust::length_until as rust_length;
use source::Source;

/// Splits the text of a file into markup; rustc underlines `span` for everything in it.
pub(in crate::component) fn lex_file(text: &str, span: Span, diagnostics: &mut Diagnostics) -> Vec<Lexeme> {
    let source = Source::new(text.trim_start_matches('\u{feff}'), span);
    FileLexer { source, preformatted: 0, depth: 0, diagnostics }.lex(None)
}

struct FileLexer<'a, 'b> {
    source: Source<'a>,
    /// How many elements are open whose gaps are seen as they are.
    preformatted: usize,
    /// How many blocks are open.
    depth: usize,
    diagnostics: &'b mut Diagnostics,
}

impl FileLexer<'_, '_> {
    /// The markup up to the end of the file, or of the block that began at `block`.
    fn lex(&mut self, block: Option<Location>) -> Vec<Lexeme> {
        let mut lexemes = Vec::new();
        let mut new_line = true;
        loop {
            let gap = self.source.take_while(char::is_whitespace);
            new_line |= gap.contains('\n');
            if !gap.is_empty() {
                let kept = || {
                    Lexeme::Text(Text {
                        html: gap.to_owned(),
                        typed: gap.to_owned(),
                        location: self.source.location(),
                    })
                };
                lexemes.push(if self.preformatted > 0 { kept() } else { Lexeme::Space });
            }
            if self.source.is_empty() {
                if let Some(location) = block {
                    let error = Diagnostic::new(location, "the block that begins here does not end");
                    self.diagnostics.error(error.help("end it with `}`"));
                }
                return lexemes;
            }
            if block.is_some() && self.source.skip("}") {
                return lexemes;
            }
            self.lex_one(new_line, block.is_some(), &mut lexemes);
            new_line = false;
        }
    }

    fn lex_one(&mut self, new_line: bool, in_block: bool, lexemes: &mut Vec<Lexeme>) {
        let is_tag = |next: char| next.is_ascii_alphabetic() || matches!(next, '.' | ':' | '/' | '!' | '>');
        if self.source.starts_with("<") && self.source.is_at(1, is_tag) {
            return self.lex_tag(lexemes);
        }
        if self.source.starts_with("{") {
            let location = self.source.location();
            if let Some(hole) = self.lex_hole(location) {
                lexemes.push(Lexeme::Hole(hole));
            }
            return;
        }
        let last = lexemes.iter().rev().find(|lexeme| !matches!(lexeme, Lexeme::Space));
        if (new_line || !matches!(last, Some(Lexeme::Text(_))))
            && let Some(control) = self.lex_control()
        {
            return lexemes.push(Lexeme::Control(control));
        }
        lexemes.push(Lexeme::Text(self.lex_text(in_block)));
    }

    /// Everything up to a gap or what could be markup.
    fn lex_text(&mut self, in_block: bool) -> Text {
        let location = self.source.location();
        let rest = self.source.rest();
        // What begins here is text already.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let ends = |character: char| {
            character.is_whitespace() || matches!(character, '<' | '{') || (in_block && character == '}')
        };
        let length = rest[first..].find(ends).map_or(rest.len(), |length| first + length);
        let typed = self.source.take(length).to_owned();
        Text { html: text::escape(&typed), typed, location }
    }

    /// `{expr}`; nothing for a comment in braces.
    fn lex_hole(&mut self, location: Location) -> Option<Hole> {
        self.source.take(1);
        let Some(length) = rust::length_until(self.source.rest(), |rest| rest.starts_with('}')) else {
            let error = Diagnostic::new(location, "the braces that begin here do not end");
            self.diagnostics.error(error.help("end them with `}`; write `{\"{\"}` for the sign"));
            self.source.take(self.source.rest().len());
            return None;
        };
        let rust = self.source.take(length);
        self.source.take(1);
        if rust::is_comment(rust) {
            return None;
        }
        let Some(tokens) = self.source.tokens(rust) else {
            let error = Diagnostic::new(location, "what stands in these braces is no Rust");
            self.diagnostics
                .error(error.help("braces hold one Rust expression; write `{\"{\"}` for the sign"));
            return None;
        };
        Some(Hole { tokens, location })
    }
}
