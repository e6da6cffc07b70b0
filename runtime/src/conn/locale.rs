//! A language comes in, pages know which one they are in.

use std::borrow::Cow;

use super::Conn;

/// The language of this request's page.
struct Locale(Cow<'static, str>);

impl<S: 'static> Conn<S> {
    /// Sets the language of the page, such as `de` or `pt-BR`, in which a [`Translator`](crate::form::Translator) says errors.
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn fetch_locale(conn: &mut Conn<()>) -> Result {
    ///     let locale: String = conn.get_session("locale").unwrap_or_else(|| "en".to_owned());
    ///     conn.put_locale(locale);
    ///     Ok(())
    /// }
    /// ```
    pub fn put_locale(&mut self, locale: impl Into<Cow<'static, str>>) -> &mut Self {
        self.assign(Locale(locale.into()))
    }

    /// The language of the page; empty where nobody has said.
    #[must_use]
    pub fn locale(&self) -> &str {
        self.assigned::<Locale>().map_or("", |locale| &locale.0)
    }
}
