//! An error and the reader's language come in, the words that a page shows go out.

use std::borrow::Cow;
use std::fmt;

use crate::changeset::{FieldError, Meta};
use crate::component::{Render, Sink, Value};

/// Says errors in the languages of an application: Phoenix's `translate_error`.
///
/// `Config::with_translator` takes one, most simply a function. It is asked wherever a template shows a [`FieldError`].
/// The message still has its holes, so that there is one entry in the table for any number, and so has the answer:
///
/// ```
/// use bennu::changeset::FieldError;
/// use bennu::component::{Context, to_html};
/// use bennu::form::Translator;
/// use bennu::html;
///
/// fn german(locale: &str, message: &str, count: Option<i64>) -> Option<&'static str> {
///     match (locale, message, count) {
///         ("de", "can't be blank", _) => Some("darf nicht leer sein"),
///         ("de", "should be at least %{count} character(s)", Some(1)) => Some("braucht ein Zeichen"),
///         ("de", "should be at least %{count} character(s)", _) => Some("braucht %{count} Zeichen"),
///         _ => None,
///     }
/// }
///
/// let error = &FieldError::new("should be at least %{count} character(s)").with("count", 8_i64);
/// let context = Context::default().with_locale("de").with_translator(&german);
/// assert_eq!(to_html(&html! { <p>{error}</p> }, &context), "<p>braucht 8 Zeichen</p>".as_bytes());
/// assert_eq!(error.to_string(), "should be at least 8 character(s)");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` translates no errors",
    note = "a translator is a function `fn(locale: &str, message: &str, count: Option<i64>) -> Option<&'static str>`, or implements `bennu::form::Translator`"
)]
pub trait Translator: Send + Sync {
    /// The words for `message` in `locale`, with holes like `%{count}` where values go in; none where there are no others.
    /// `count` is the number by which languages choose between singular and plural, where the error has one.
    fn translate<'a>(&'a self, locale: &str, message: &str, count: Option<i64>) -> Option<Cow<'a, str>>;
}

impl<F, T> Translator for F
where
    F: Fn(&str, &str, Option<i64>) -> Option<T> + Send + Sync,
    T: Into<Cow<'static, str>>,
{
    fn translate<'a>(&'a self, locale: &str, message: &str, count: Option<i64>) -> Option<Cow<'a, str>> {
        self(locale, message, count).map(Into::into)
    }
}

impl fmt::Debug for dyn Translator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Translator(..)")
    }
}

/// An error within a page, in the language of the page.
impl Render for FieldError {
    fn render(&self, sink: &mut Sink<'_>) {
        let context = *sink.context();
        let count = self.metadata().iter().find_map(|(name, meta)| match meta {
            Meta::Integer(count) if *name == "count" => Some(*count),
            _ => None,
        });
        let words = context
            .translator()
            .and_then(|translator| translator.translate(context.locale(), self.message(), count));
        sink.fill(Value::Display(&self.filled(words.as_deref().unwrap_or(self.message()))));
    }
}
