//! The text of a file with a position in it.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::rust;
use crate::diagnostics::Location;

/// Goes through a text.
pub(super) struct Source<'a> {
    text: &'a str,
    at: usize,
    /// The number of the line, from 1, and where it begins.
    line: usize,
    line_start: usize,
    /// What rustc underlines for everything in the file.
    span: Span,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        Self { text, at: 0, line: 1, line_start: 0, span }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Whether the next character but `ahead` bytes is one of those.
    pub(super) fn is_at(&self, ahead: usize, check: impl Fn(char) -> bool) -> bool {
        self.rest().get(ahead..).and_then(|rest| rest.chars().next()).is_some_and(check)
    }

    /// Takes so many bytes, which must end between characters.
    pub(super) fn take(&mut self, bytes: usize) -> &'a str {
        let taken = &self.rest()[..bytes];
        for (at, _) in taken.match_indices('\n') {
            self.line += 1;
            self.line_start = self.at + at + 1;
        }
        self.at += bytes;
        taken
    }

    pub(super) fn take_while(&mut self, check: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest().find(|character| !check(character)).unwrap_or(self.rest().len());
        self.take(length)
    }

    /// Takes everything up to the `end`, and the end; nothing if it does not end.
    pub(super) fn take_until(&mut self, end: &str) -> Option<&'a str> {
        let length = self.rest().find(end)?;
        let taken = self.take(length);
        self.take(end.len());
        Some(taken)
    }

    pub(super) fn skip(&mut self, text: &str) -> bool {
        let found = self.starts_with(text);
        if found {
            self.take(text.len());
        }
        found
    }

    pub(super) fn skip_gap(&mut self) {
        self.take_while(char::is_whitespace);
    }

    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Where the next character is.
    pub(super) fn location(&self) -> Location {
        let column = self.text[self.line_start..self.at].chars().count() + 1;
        Location { span: self.span, line_column: Some((self.line, column)) }
    }

    /// Rust as tokens, all of which rustc underlines at the same place; nothing for what is no Rust.
    pub(super) fn tokens(&self, rust: &str) -> Option<TokenStream> {
        if !rust::is_plausible(rust) {
            return None;
        }
        Some(respan(rust.parse().ok()?, self.span))
    }
}

fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let respanned = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut moved = proc_macro2::Group::new(group.delimiter(), respan(group.stream(), span));
            moved.set_span(span);
            moved.into()
        }
        mut token => {
            token.set_span(span);
            token
        }
    });
    respanned.collect()
}
