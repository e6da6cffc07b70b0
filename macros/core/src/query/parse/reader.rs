//! A stream of tokens comes in, what the grammar asks of it goes out; an error at the end is shown at the last token.

use std::ops::Deref;

use proc_macro2::Span;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Token, bracketed, parenthesized};

/// A stream that knows where it ends.
pub(super) struct Reader<'a> {
    pub(super) input: ParseStream<'a>,
    /// The last token.
    pub(super) end: Span,
}

impl<'a> Reader<'a> {
    pub(super) fn new(input: ParseStream<'a>, end: Span) -> Self {
        Self { input, end }
    }

    /// The next token, or the last one at the end.
    pub(super) fn span(&self) -> Span {
        if self.input.is_empty() { self.end } else { self.input.span() }
    }

    /// What stands in parentheses, and where they close.
    pub(super) fn parenthesized(&self) -> syn::Result<(ParseBuffer<'a>, Span)> {
        let content;
        let paren = parenthesized!(content in self.input);
        Ok((content, paren.span.close()))
    }

    /// What stands in brackets, and where they close.
    pub(super) fn bracketed(&self) -> syn::Result<(ParseBuffer<'a>, Span)> {
        let content;
        let bracket = bracketed!(content in self.input);
        Ok((content, bracket.span.close()))
    }

    /// Everything up to the end, between commas.
    pub(super) fn list<T>(&self, parse: impl Fn(&Self) -> syn::Result<T>) -> syn::Result<Vec<T>> {
        let mut items = Vec::new();
        while !self.is_empty() {
            items.push(parse(self)?);
            if !self.is_empty() {
                self.comma()?;
            }
        }
        Ok(items)
    }

    pub(super) fn comma(&self) -> syn::Result<()> {
        if !self.peek(Token![,]) {
            return Err(error(self.span(), "expected `,`", "several things stand with commas between them"));
        }
        self.input.parse::<Token![,]>().map(drop)
    }

    /// Nothing may follow.
    pub(super) fn finish(&self) -> syn::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let help = "the next clause begins with a comma, its name and a colon, as in `, limit: 10`";
        Err(error(self.span(), "expected an operator, or the next clause", help))
    }
}

impl<'a> Deref for Reader<'a> {
    type Target = ParseBuffer<'a>;

    fn deref(&self) -> &ParseBuffer<'a> {
        self.input
    }
}

pub(super) fn error(span: Span, message: impl std::fmt::Display, help: impl std::fmt::Display) -> syn::Error {
    syn::Error::new(span, format!("{message}\nhelp: {help}"))
}
