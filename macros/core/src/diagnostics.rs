//! Mistakes come in one by one, all of them go out together as `compile_error!` calls.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// Where something was typed: a span that rustc underlines, and the line and column in a file that rustc does not read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Location {
    pub(crate) span: Span,
    /// Both from 1.
    pub(crate) line_column: Option<(usize, usize)>,
}

impl Location {
    /// `pages/show.html:3:14`, or only the file where the position is not known.
    pub(crate) fn within(&self, file: &str) -> String {
        match self.line_column {
            Some((line, column)) => format!("{file}:{line}:{column}"),
            None => file.to_owned(),
        }
    }
}

impl From<Span> for Location {
    fn from(span: Span) -> Self {
        Self { span, line_column: None }
    }
}

/// One mistake: where it is, what is wrong, and what to type instead.
#[derive(Debug)]
pub(crate) struct Diagnostic {
    location: Location,
    message: String,
    related: Vec<(Location, String)>,
}

impl Diagnostic {
    pub(crate) fn new(location: impl Into<Location>, message: impl Display) -> Self {
        Self { location: location.into(), message: message.to_string(), related: Vec::new() }
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
    pub(crate) fn related(mut self, location: impl Into<Location>, message: impl Display) -> Self {
        self.related.push((location.into(), message.to_string()));
        self
    }

    fn expand(&self) -> TokenStream {
        let related = self.related.iter().map(|(location, message)| (location, message));
        let places = std::iter::once((&self.location, &self.message)).chain(related);
        let errors = places
            .map(|(location, message)| quote_spanned!(location.span=> ::core::compile_error! { #message }));
        errors.collect()
    }

    /// Puts the file before what it says.
    fn tell_file(&mut self, file: &str) {
        let related = self.related.iter_mut().map(|(location, message)| (*location, message));
        for (location, message) in std::iter::once((self.location, &mut self.message)).chain(related) {
            *message = format!("{}: {message}", location.within(file));
        }
    }
}

impl From<syn::Error> for Diagnostic {
    fn from(error: syn::Error) -> Self {
        let mut errors = error.into_iter();
        let first = errors.next().expect("a syn::Error holds at least one message");
        let related = errors.map(|error| (error.span().into(), error.to_string())).collect();
        Self { location: first.span().into(), message: first.to_string(), related }
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

    /// Everything that `check` reports is about `file`, which rustc does not read.
    pub(crate) fn within<T>(&mut self, file: &str, check: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.found.len();
        let checked = check(self);
        self.found[before..].iter_mut().for_each(|found| found.tell_file(file));
        checked
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
