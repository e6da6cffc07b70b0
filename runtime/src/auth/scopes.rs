//! What a token or key is good for: names, separated by spaces.

/// What a token or key is good for: `videos:read videos:write`, as OAuth writes it. [`require_scope`](crate::plug::require_scope)
/// asks for one of them.
///
/// ```
/// use bennu::auth::Scopes;
///
/// let scopes = Scopes::new("videos:read videos:write");
/// assert!(scopes.has("videos:read") && !scopes.has("videos"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(String);

impl Scopes {
    /// Takes names that are separated by spaces.
    pub fn new(scopes: impl Into<String>) -> Self {
        Self(scopes.into())
    }

    /// Whether `scope` is among them, letter by letter.
    #[must_use]
    pub fn has(&self, scope: &str) -> bool {
        !scope.is_empty() && self.iter().any(|other| other == scope)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_ascii_whitespace()
    }
}
