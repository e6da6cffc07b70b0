//! The built-in list with separators: items come in, each with its content and something in between goes out.

use super::super::Slot;
use crate::component;

component! {
    /// Shows each item, with the separator between one and the next.
    ///
    /// ```
    /// use bennu::component::{Context, intersperse, to_html};
    /// use bennu::html;
    ///
    /// let tags = ["rust", "web", "macros"];
    /// let page = html! {
    ///     <p><.intersperse :let={tag} enum={&tags}><:separator>", "</:separator>{tag}</.intersperse></p>
    /// };
    /// assert_eq!(to_html(&page, &Context::default()), b"<p>rust, web, macros</p>");
    /// ```
    pub fn intersperse<T>(
        /// The items.
        enum: &[T],
        separator: Slot,
        inner_block: Slot<T>,
    ) {
        for (index, item) in r#enum.iter().enumerate() {
            if index > 0 { {separator} }{inner_block.with(item)}
        }
    }
}
