//! An error comes in, the page that shows it goes out: HTML for people, JSON for programs.

use std::fmt;

use http::StatusCode;
use http::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};

use super::debug::{self, Panicked};
use crate::conn::escape;
use crate::plug::negotiate;
use crate::router::Route;
use crate::{Body, Conn, Error, Result};

/// What an error page may show.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorPage<'a> {
    /// The status of the response.
    pub status: StatusCode,
    /// What the status is called: `Not Found`.
    pub title: &'a str,
    /// What went wrong; none of a 5xx, where it is for the log alone.
    pub message: Option<&'a str>,
    /// What the error says to programs, as a changeset does by field.
    pub details: Option<&'a Value>,
}

/// What error pages look like. Both methods have a default, so that either can be replaced alone.
///
/// ```
/// use bennu::component::{Context, to_html};
/// use bennu::endpoint::{Config, ErrorPage, ErrorView};
/// use bennu::{Body, component};
///
/// struct Pages;
///
/// impl ErrorView for Pages {
///     fn html(&self, page: &ErrorPage<'_>) -> Body {
///         match page.status.as_u16() {
///             404 => to_html(&not_found(page.message), &Context::default()).into(),
///             _ => page.title.to_owned().into(),
///         }
///     }
/// }
///
/// component! {
///     fn not_found(message: Option<&str>) {
///         <!DOCTYPE html>
///         <title>"Not here"</title>
///         <h1>"Not here"</h1>
///         <p :if={let Some(message) = message}>{message}</p>
///     }
/// }
///
/// let config = Config::default().with_error_view(Pages);
/// ```
pub trait ErrorView: Send + Sync + 'static {
    /// The page as HTML: a template by [`to_html`](crate::component::to_html), or text in which what `page` holds has to be escaped. No
    /// layout stands around it, since that may be what failed.
    fn html(&self, page: &ErrorPage<'_>) -> Body {
        default_html(page).into()
    }

    /// The page as JSON: `{"errors": {"detail": "Not Found", "message": "there is no message 7"}}`, without message where there
    /// is none to show; with details, these alone: `{"errors": {"title": ["can't be blank"]}}`.
    fn json(&self, page: &ErrorPage<'_>) -> Value {
        match (page.details, page.message) {
            (Some(details), _) => json!({"errors": details}),
            (None, Some(message)) => json!({"errors": {"detail": page.title, "message": message}}),
            (None, None) => json!({"errors": {"detail": page.title}}),
        }
    }
}

impl fmt::Debug for dyn ErrorView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErrorView")
    }
}

/// The pages of an application that has none of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct DefaultErrorView;

impl ErrorView for DefaultErrorView {}

/// What went wrong in a request, and what an error does not know of it.
pub(super) struct Failure {
    pub(super) error: Error,
    /// Where the panic was that became the error.
    pub(super) panicked: Option<Panicked>,
    /// All there are, for those who look for the one they meant.
    pub(super) routes: &'static [Route],
}

/// Answers with the page for a failure in the format that the client wants.
pub(super) fn render<S: 'static>(conn: &mut Conn<S>, failure: &Failure) -> Result {
    let Failure { error, panicked, routes } = failure;
    let status = error.status();
    let message = error.to_string();
    let page = ErrorPage {
        status,
        title: status.canonical_reason().unwrap_or("Error"),
        message: Some(message.as_str()).filter(|message| !status.is_server_error() && !message.is_empty()),
        details: error.details().filter(|_| !status.is_server_error()),
    };
    let shared = std::sync::Arc::clone(conn.shared());
    let view = &*shared.config.error_view;
    conn.put_status(status);
    match (wanted(conn), shared.config.debug_errors) {
        (Wanted::Json, false) => conn.json(&view.json(&page)),
        (Wanted::Html, false) => conn.html(view.html(&page)),
        (Wanted::Json, true) => {
            let mut json = view.json(&page);
            if let Some(json) = json.as_object_mut() {
                json.insert("debug".into(), debug::describe(error, panicked.as_ref()));
            }
            conn.json(&json)
        }
        (Wanted::Html, true) => debug::render_html(conn, error, panicked.as_ref(), routes),
    }
}

enum Wanted {
    Html,
    Json,
}

/// What the pipeline found, else what the client accepts; a client that takes anything and sent JSON gets JSON.
fn wanted<S: 'static>(conn: &Conn<S>) -> Wanted {
    let accept = conn.req_header(ACCEPT);
    let anything = accept.is_none_or(|accept| accept.trim_ascii() == "*/*");
    let sent_json = || conn.req_header(CONTENT_TYPE).is_some_and(|sent| sent.starts_with("application/json"));
    let format = match conn.format() {
        Some(format) => Some(format),
        None if anything && sent_json() => Some("json"),
        None => negotiate(accept, &["html", "json"]),
    };
    if format == Some("json") { Wanted::Json } else { Wanted::Html }
}

fn default_html(page: &ErrorPage<'_>) -> String {
    let text = page
        .message
        .unwrap_or("Something went wrong on our side. It has been written down; please try again later.");
    include_str!("error.html")
        .replace("{status}", page.status.as_str())
        .replace("{title}", &escape(page.title))
        .replace("{message}", &escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_page_escapes_what_it_shows() {
        let page = ErrorPage {
            status: StatusCode::NOT_FOUND,
            title: "Not Found",
            message: Some("no route for GET /<script>"),
            details: None,
        };
        let html = default_html(&page);
        assert!(html.contains("no route for GET /&lt;script&gt;"));
        assert!(html.contains("<title>Not Found</title>"));
        assert!(!html.contains("{message}") && !html.contains("{status}"));
    }
}
