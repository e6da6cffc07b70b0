//! The built-in form component: attributes come in, a form with its hidden fields goes out.

use super::{Attribute, Render, Sink, Slot};
use crate::{component, html};

component! {
    /// A form, with the hidden fields that it needs.
    ///
    /// A form with an `action` that is not read with `get` sends the CSRF token along, which
    /// [`protect_from_forgery`](crate::plug) asks for. Browsers know only `get` and `post`: any other method is
    /// sent as `post` with the method in the field `_method`.
    ///
    /// ```
    /// use bennu::component::{Context, form, to_html};
    /// use bennu::html;
    ///
    /// let page = html! {
    ///     <.form action="/messages/7" method="put" id="message">
    ///         <input name="message[body]">
    ///     </.form>
    /// };
    /// let page = to_html(&page, &Context::default().with_csrf_token("q8nQ"));
    /// assert_eq!(
    ///     String::from_utf8_lossy(&page),
    ///     concat!(
    ///         r#"<form action="/messages/7" method="post" id="message">"#,
    ///         r#"<input type="hidden" name="_method" value="put">"#,
    ///         r#"<input type="hidden" name="_csrf_token" value="q8nQ"><input name="message[body]"></form>"#,
    ///     )
    /// );
    /// ```
    pub fn form(
        action: Option<impl Attribute>,
        method: &str = "post",
        id: Option<impl Attribute>,
        class: Option<impl Attribute>,
        multipart: bool = false,
        phx_change: Option<impl Attribute>,
        phx_submit: Option<impl Attribute>,
        phx_trigger_action: bool = false,
        inner_block: Slot<'_>,
    ) {
        <form
            action={action}
            method={sent_method(method)}
            enctype={multipart.then_some("multipart/form-data")}
            id={id}
            class={class}
            phx-change={phx_change}
            phx-submit={phx_submit}
            phx-trigger-action={phx_trigger_action}
        >
            {MethodField(method)}{TokenField { is_sent: action.is_some() && !method.eq_ignore_ascii_case("get") }}{inner_block}
        </form>
    }
}

/// The method that the browser is told.
fn sent_method(method: &str) -> &'static str {
    if method.eq_ignore_ascii_case("get") { "get" } else { "post" }
}

/// The field with the method that browsers do not know.
struct MethodField<'a>(&'a str);

impl Render for MethodField<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        let method = self.0;
        let is_known = method.eq_ignore_ascii_case("get") || method.eq_ignore_ascii_case("post");
        html! {
            if !is_known { <input type="hidden" name="_method" value={method}> }
        }
        .render(sink);
    }
}

/// The field with the CSRF token of the page.
struct TokenField {
    is_sent: bool,
}

impl Render for TokenField {
    fn render(&self, sink: &mut Sink<'_>) {
        let token = sink.context().csrf_token().filter(|_| self.is_sent);
        html! {
            if let Some(token) = token { <input type="hidden" name="_csrf_token" value={token}> }
        }
        .render(sink);
    }
}
