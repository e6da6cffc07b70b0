//! The title that a view gives its page, on its way to the layout.

/// The title that a LiveView has put before its page was rendered: what a layout shows in `<title>`.
///
/// ```
/// use bennu::Conn;
/// use bennu::live::PageTitle;
///
/// fn title(conn: &Conn<()>) -> &str {
///     conn.assigned::<PageTitle>().map_or("My application", |title| title.0.as_str())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTitle(pub String);
