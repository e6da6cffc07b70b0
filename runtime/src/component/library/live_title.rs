//! The built-in title: what a page is called comes in, its `<title>` goes out.

use super::super::{Render, Sink, Slot, Value, to_html};
use crate::component;

component! {
    /// The `<title>` of a page, which the browser client keeps up to date when a LiveView changes its title.
    ///
    /// ```
    /// use bennu::component::{Context, live_title, to_html};
    /// use bennu::html;
    ///
    /// let title = Some("Posts");
    /// let page = html! { <.live_title default="Welcome" suffix=" · Blog">{title}</.live_title> };
    /// assert_eq!(
    ///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
    ///     r#"<title data-default="Welcome" data-suffix=" · Blog">Posts · Blog</title>"#
    /// );
    /// let page = html! { <.live_title default="Welcome" suffix=" · Blog">{None::<&str>}</.live_title> };
    /// assert!(to_html(&page, &Context::default()).ends_with(">Welcome · Blog</title>".as_bytes()));
    /// ```
    pub fn live_title(
        /// What stands before every title.
        prefix: Option<&str>,
        /// The title of pages that have none.
        default: Option<&str>,
        /// What stands behind every title.
        suffix: Option<&str>,
        inner_block: Slot,
    ) {
        <title data-prefix={prefix} data-default={default} data-suffix={suffix}>{prefix}{Present { content: inner_block, default }}{suffix}</title>
    }
}

/// Content, or the default where it turns out to be empty.
struct Present<'a> {
    content: Slot<'a>,
    default: Option<&'a str>,
}

impl Render for Present<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        let content = to_html(&self.content, sink.context());
        match std::str::from_utf8(content.trim_ascii()) {
            // XSS: rendering has escaped it.
            Ok(content) if !content.is_empty() => sink.fill(Value::Trusted(content)),
            _ => sink.fill(self.default.map_or(Value::Absent, Value::Text)),
        }
    }
}
