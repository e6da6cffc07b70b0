//! Mistakes come in one by one, all of them go out together as `compile_error!` calls.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// One mistake: where it is, what is wrong, and what to type instead.
#[derive(Debug)]
pub(crate) struct Diagnostic {
    span: Span,
    message: String,
    related: Vec<(Span, String)>,
}

impl Diagnostic {
    pub(crate) fn new(span: Span, message: impl Display) -> Self {
        Self { span, message: message.to_string(), related: Vec::new() }
    }

    /// Adds a line that says what to type.
    pub(crate) fn help(mut self, help: impl Display) -> Self {
        self.message.push_str(&format!("\nhelp: {help}"));
        self
    }

    /// Adds the help line only where there is one, as with a suggestion that may not exist.
    pub(crate) fn maybe_help(self, help: Option<impl Display>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// Points at the other place of a conflict, as in "first defined here".
    pub(crate) fn related(mut self, span: Span, message: impl Display) -> Self {
        self.related.push((span, message.to_string()));
        self
    }

    fn expand(&self) -> TokenStream {
        let places =
            std::iter::once((&self.span, &self.message)).chain(self.related.iter().map(|(s, m)| (s, m)));
        places.map(|(span, message)| quote_spanned!(*span=> ::core::compile_error! { #message })).collect()
    }
}

impl From<syn::Error> for Diagnostic {
    fn from(error: syn::Error) -> Self {
        let mut errors = error.into_iter();
        let first = errors.next().expect("a syn::Error holds at least one message");
        let related = errors.map(|error| (error.span(), error.to_string())).collect();
        Self { span: first.span(), message: first.to_string(), related }
    }
}

/// All mistakes of one macro call. Panics when it is dropped unread, so that none gets lost on the way.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<Diagnostic>,
    read: bool,
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn error(&mut self, diagnostic: impl Into<Diagnostic>) {
        self.found.push(diagnostic.into());
    }

    /// Keeps the error of a step that cannot go on, and goes on without its value.
    pub(crate) fn absorb<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.error(error)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Everything found, as tokens that make rustc print it; nothing where nothing was found.
    pub(crate) fn finish(mut self) -> TokenStream {
        self.read = true;
        self.found.iter().map(Diagnostic::expand).collect()
    }

    #[cfg(test)]
    pub(crate) fn messages(mut self) -> Vec<String> {
        self.read = true;
        self.found.iter().map(|found| found.message.clone()).collect()
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        if !self.read && !std::thread::panicking() {
            panic!("bug in Bennu: diagnostics were dropped without being reported");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_reported() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.error(Diagnostic::new(Span::call_site(), "first").help("write `1`"));
        diagnostics.error(syn::Error::new(Span::call_site(), "second"));
        assert!(!diagnostics.is_empty());
        let tokens = diagnostics.finish().to_string();
        assert!(tokens.contains("first\\nhelp: write `1`") && tokens.contains("second"), "{tokens}");
    }

    #[test]
    #[should_panic(expected = "dropped without being reported")]
    fn an_unread_report_is_a_bug() {
        drop(Diagnostics::new());
    }
}
