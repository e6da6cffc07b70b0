//! The title of a page, on its way from a handler or a view to the layout.

use super::Conn;

/// What the page is called.
struct PageTitle(String);

impl<S: 'static> Conn<S> {
    /// Sets the page's title, which a layout shows in `<title>`. A LiveView's own is set by
    /// [`Socket::put_page_title`](crate::live::Socket::put_page_title).
    ///
    /// ```
    /// use bennu::prelude::*;
    ///
    /// type Conn = bennu::Conn<()>;
    ///
    /// async fn about(conn: &mut Conn) -> Result {
    ///     conn.put_page_title("About us").render(html! { <h1>About us</h1> })
    /// }
    ///
    /// component! {
    ///     fn root(conn: &Conn, inner_block: Slot) {
    ///         <title>{conn.page_title().unwrap_or("My application")}</title>
    ///         {inner_block}
    ///     }
    /// }
    /// ```
    pub fn put_page_title(&mut self, title: impl Into<String>) -> &mut Self {
        self.assign(PageTitle(title.into()))
    }

    /// The title that the handler, or the LiveView that is being shown, has set.
    #[must_use]
    pub fn page_title(&self) -> Option<&str> {
        self.assigned().map(|PageTitle(title)| title.as_str())
    }
}
