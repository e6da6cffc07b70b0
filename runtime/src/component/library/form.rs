//! The built-in form component: attributes come in, a form with its hidden fields goes out.

use super::super::{Attribute, Render, Rest, Sink, Slot};
use super::link::{address, is_foreign, is_given};
use crate::form::Form;
use crate::{component, html};

component! {
    /// A form, with the hidden fields that it needs.
    ///
    /// A form with an `action` on this site that is not read with `get` sends the CSRF token along, which
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
        /// The form of which it shows the inputs; it knows the method, `put` for a row that is stored.
        for: Option<impl FormMethod>,
        /// Where it is sent; left out in LiveViews that take it as an event.
        action: Option<impl Attribute>,
        /// How it is sent: by default as `for` says, else with `post`.
        method: Option<&str>,
        /// Whether it can send files.
        multipart: bool = false,
        rest: Rest include ["accept-charset", "autocomplete", "name", "novalidate", "rel", "target"],
        inner_block: Slot<'_>,
    ) {
        <form
            action={action}
            method={if asked(method, r#for) == "get" { "get" } else { "post" }}
            enctype={multipart.then_some("multipart/form-data")}
            {rest}
        >
            {HiddenFields { method: asked(method, r#for), is_sent_here: is_given(&action) && !is_foreign(&address(action.value())) }}{inner_block}
        </form>
    }
}

/// What knows with which method it is sent: a [`Form`].
pub trait FormMethod: Copy {
    /// The method, where it knows one.
    fn method(self) -> Option<&'static str>;
}

impl<T> FormMethod for &Form<'_, T> {
    fn method(self) -> Option<&'static str> {
        Some(Form::method(self))
    }
}

/// A name knows nothing; what a call without `for` has.
impl FormMethod for &str {
    fn method(self) -> Option<&'static str> {
        None
    }
}

/// What a component hands on that may have been left out.
impl<M: FormMethod> FormMethod for Option<M> {
    fn method(self) -> Option<&'static str> {
        self.and_then(M::method)
    }
}

/// The method in lower case, as far as it is one that browsers know.
fn asked(given: Option<&str>, form: Option<impl FormMethod>) -> &str {
    let method = given.or_else(|| form.and_then(FormMethod::method)).unwrap_or("post");
    ["get", "post"].into_iter().find(|known| known.eq_ignore_ascii_case(method)).unwrap_or(method)
}

/// The fields with the method that browsers do not know, and with the CSRF token of the page.
struct HiddenFields<'a> {
    method: &'a str,
    is_sent_here: bool,
}

impl Render for HiddenFields<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        let method = Some(self.method).filter(|method| !matches!(*method, "get" | "post"));
        let token = sink.context().csrf_token().filter(|_| self.is_sent_here && self.method != "get");
        // Side by side, since a gap between inputs is a space.
        html! {
            <input :if={let Some(method) = method} type="hidden" name="_method" value={method}><input
                :if={let Some(token) = token} type="hidden" name="_csrf_token" value={token}
            >
        }
        .render(sink);
    }
}
