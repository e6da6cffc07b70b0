//! The built-in view on work in progress: an `AsyncResult` comes in, what fits its state goes out.

use super::super::Slot;
use crate::component;
use crate::live::AsyncResult;

component! {
    /// Shows one of three contents: that of a value once it is there, until then `<:loading>`, and `<:failed>` where it could not
    /// be had.
    ///
    /// A value that is there stays while a newer one is loading, or could not be had.
    ///
    /// ```
    /// use bennu::component::{Context, async_result, to_html};
    /// use bennu::live::AsyncResult;
    /// use bennu::html;
    ///
    /// fn shown(weather: &AsyncResult<i32>) -> String {
    ///     let page = html! {
    ///         <.async_result :let={degrees} assign={weather}>
    ///             <:loading>Looking out of the window</:loading>
    ///             <:failed :let={reason}>No window: {reason}</:failed>
    ///             <b>{degrees}</b>
    ///         </.async_result>
    ///     };
    ///     String::from_utf8_lossy(&to_html(&page, &Context::default())).into_owned()
    /// }
    ///
    /// let mut weather = AsyncResult::loading();
    /// assert_eq!(shown(&weather), "Looking out of the window");
    /// weather.fail("dark");
    /// assert_eq!(shown(&weather), "No window: dark");
    /// weather.put(21);
    /// assert_eq!(shown(&weather), "<b>21</b>");
    /// weather.reload();
    /// assert_eq!(shown(&weather), "<b>21</b>");
    /// ```
    pub fn async_result<T, E>(
        /// The state of the work.
        assign: &AsyncResult<T, E>,
        loading: Slot = Slot::EMPTY,
        failed: Slot<E> = Slot::EMPTY,
        inner_block: Slot<T>,
    ) {
        if let Some(value) = assign.value() {
            {inner_block.with(value)}
        } else if let Some(reason) = assign.failure() {
            {failed.with(reason)}
        } else {
            {loading}
        }
    }
}
