//! What templates need to know about the request without having it: set by who renders, read by built-in components.

/// What a template may ask for while it is rendered.
///
/// ```
/// use bennu::component::Context;
///
/// let context = Context::default().with_csrf_token("q8nQ");
/// assert_eq!(context.csrf_token(), Some("q8nQ"));
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Context<'a> {
    csrf_token: Option<&'a str>,
}

impl<'a> Context<'a> {
    /// The token that forms send along; without one, forms have no hidden token field.
    #[must_use]
    pub fn with_csrf_token(mut self, token: &'a str) -> Self {
        self.csrf_token = Some(token);
        self
    }

    /// The token that forms send along.
    #[must_use]
    pub fn csrf_token(&self) -> Option<&'a str> {
        self.csrf_token
    }
}
