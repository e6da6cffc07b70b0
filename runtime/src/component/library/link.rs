//! The built-in link: where it leads and how comes in, an anchor for the browser and its client goes out.

use std::borrow::Cow;

use super::super::url;
use super::super::{Attribute, Render, Rest, Sink, Slot, Value};
use crate::{component, html};

component! {
    /// A link: to a page, to another LiveView over the same connection (`navigate`), or to another state of the same one
    /// (`patch`).
    ///
    /// With a `method` other than `get`, the browser client sends a form with that method, the CSRF token and nothing else;
    /// `data-confirm` asks first. Such links need the client (`/bennu/auto.js`, or Phoenix's); without scripts use a form.
    ///
    /// ```
    /// use bennu::component::{Context, link, to_html};
    /// use bennu::html;
    ///
    /// let page = html! {
    ///     <.link href="/about" class="quiet">About</.link>
    ///     <.link navigate="/posts">Posts</.link>
    ///     <.link patch="/posts?page=2" replace>Next</.link>
    ///     <.link href="/posts/7" method="delete" data-confirm="Are you sure?">Delete</.link>
    /// };
    /// let page = to_html(&page, &Context::default().with_csrf_token("q8nQ"));
    /// assert_eq!(
    ///     String::from_utf8_lossy(&page),
    ///     concat!(
    ///         r#"<a href="/about" class="quiet">About</a> "#,
    ///         r#"<a href="/posts" data-phx-link="redirect" data-phx-link-state="push">Posts</a> "#,
    ///         r#"<a href="/posts?page=2" data-phx-link="patch" data-phx-link-state="replace">Next</a> "#,
    ///         r#"<a href="/posts/7" data-method="delete" data-to="/posts/7" data-csrf="q8nQ" data-confirm="Are you sure?">"#,
    ///         "Delete</a>",
    ///     )
    /// );
    /// ```
    pub fn link(
        /// The address of a page; the browser loads it.
        href: Option<impl Attribute>,
        /// The path of a LiveView, which is shown without loading a page.
        navigate: Option<impl Attribute>,
        /// A path of this LiveView; its `handle_params` hears of it.
        patch: Option<impl Attribute>,
        /// Whether `navigate` and `patch` take the place of the browser's last entry instead of adding one.
        replace: bool = false,
        /// The method with which `href` is asked for.
        method: &str = "get",
        rest: Rest include ["download", "hreflang", "ping", "referrerpolicy", "rel", "target", "type"],
        inner_block: Slot,
    ) {
        if is_given(&navigate) {
            <a href={&navigate} data-phx-link="redirect" data-phx-link-state={state(replace)} {rest}>{inner_block}</a>
        } else if is_given(&patch) {
            <a href={&patch} data-phx-link="patch" data-phx-link-state={state(replace)} {rest}>{inner_block}</a>
        } else if method.eq_ignore_ascii_case("get") {
            <a href={&href} {rest}>{inner_block}</a>
        } else {
            {MethodLink { to: address(href.value()), method, rest, inner_block }}
        }
    }
}

/// Components hand on what they were given or not as an `Option` in an `Option`.
pub(super) fn is_given(address: &impl Attribute) -> bool {
    !matches!(address.value(), Value::Absent)
}

fn state(replace: bool) -> &'static str {
    if replace { "replace" } else { "push" }
}

/// A link that the client sends as a form.
struct MethodLink<'a> {
    to: Cow<'a, str>,
    method: &'a str,
    rest: Rest<'a>,
    inner_block: Slot<'a>,
}

impl Render for MethodLink<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        let Self { to, method, rest, inner_block } = self;
        // An empty token keeps the client from looking for one: another site must not get this session's.
        let token = sink.context().csrf_token().filter(|_| !is_foreign(to)).unwrap_or_default();
        html! {
            <a href={to} data-method={method} data-to={to} data-csrf={token} {rest}>{inner_block}</a>
        }
        .render(sink);
    }
}

/// The address as text. XSS: the client makes it the action of a form, so it is judged like one.
pub(super) fn address(value: Value<'_>) -> Cow<'_, str> {
    let text = match value {
        Value::Absent | Value::Bare => Cow::Borrowed("#"),
        Value::Text(text) | Value::Trusted(text) => Cow::Borrowed(text),
        Value::Signed(number) => Cow::Owned(number.to_string()),
        Value::Unsigned(number) => Cow::Owned(number.to_string()),
        Value::Char(character) => Cow::Owned(character.to_string()),
        Value::Display(text) => Cow::Owned(text.to_string()),
    };
    if url::runs_script(&text) { Cow::Borrowed(url::BLOCKED) } else { text }
}

/// Whether the address may lead to another site: it names a host, or browsers might read one out of it.
pub(super) fn is_foreign(address: &str) -> bool {
    let has_scheme = address.find([':', '/', '?', '#']).is_some_and(|at| address.as_bytes()[at] == b':');
    has_scheme || (address.starts_with(['/', '\\']) && !crate::conn::is_local(address))
}
