//! The built-in focus trap: content comes in, an element that the keyboard does not leave goes out.

use super::super::{Rest, Slot};
use crate::component;

component! {
    /// Keeps the focus within its content while one goes through it with the tab key, as dialogs and menus must.
    ///
    /// It works in LiveViews, by the hook that the browser client has for it. The content should have at least one element that
    /// takes the focus.
    ///
    /// ```
    /// use bennu::component::{Context, focus_wrap, to_html};
    /// use bennu::html;
    ///
    /// let page = html! { <.focus_wrap id="confirm" class="dialog"><button>OK</button></.focus_wrap> };
    /// assert_eq!(
    ///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
    ///     concat!(
    ///         r#"<div id="confirm" phx-hook="Phoenix.FocusWrap" class="dialog">"#,
    ///         r#"<div id="confirm-start" tabindex="0" aria-hidden="true"></div><button>OK</button>"#,
    ///         r#"<div id="confirm-end" tabindex="0" aria-hidden="true"></div></div>"#,
    ///     )
    /// );
    /// ```
    pub fn focus_wrap(
        /// The id of the element; those of the two ends begin with it.
        id: &str,
        rest: Rest,
        inner_block: Slot,
    ) {
        <div id={id} phx-hook="Phoenix.FocusWrap" {rest}>
            <div id={format!("{id}-start")} tabindex="0" aria-hidden="true"></div>
            {inner_block}
            <div id={format!("{id}-end")} tabindex="0" aria-hidden="true"></div>
        </div>
    }
}
