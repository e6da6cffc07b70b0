//! What templates need to know about the request without having it: set by who renders, read by built-in components.

use std::fmt;

use crate::form::Translator;

/// What a template may ask for while it is rendered.
///
/// ```
/// use bennu::component::Context;
///
/// let context = Context::default().with_csrf_token("q8nQ");
/// assert_eq!(context.csrf_token(), Some("q8nQ"));
/// ```
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct Context<'a> {
    csrf_token: Option<&'a str>,
    locale: &'a str,
    translator: Option<&'a dyn Translator>,
}

impl<'a> Context<'a> {
    /// The token that forms send along; without one, forms have no hidden token field.
    #[must_use]
    pub fn with_csrf_token(mut self, token: &'a str) -> Self {
        self.csrf_token = Some(token);
        self
    }

    /// The language of the page, such as `de` or `pt-BR`; empty where nobody has said.
    #[must_use]
    pub fn with_locale(mut self, locale: &'a str) -> Self {
        self.locale = locale;
        self
    }

    /// Who says errors in that language; without one, they are shown as they were written.
    #[must_use]
    pub fn with_translator(mut self, translator: &'a dyn Translator) -> Self {
        self.translator = Some(translator);
        self
    }

    /// The language of the page; empty where nobody has said.
    #[must_use]
    pub fn locale(&self) -> &'a str {
        self.locale
    }

    /// Who says errors in that language.
    #[must_use]
    pub fn translator(&self) -> Option<&'a dyn Translator> {
        self.translator
    }

    /// The token that forms send along.
    #[must_use]
    pub fn csrf_token(&self) -> Option<&'a str> {
        self.csrf_token
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("csrf_token", &self.csrf_token)
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}
