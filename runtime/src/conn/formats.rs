//! What one page looks like in each of its formats comes in, the one that the client wants goes out.

use std::marker::PhantomData;

use super::Conn;
use crate::component::Render;
use crate::plug::choose_format;
use crate::{Body, Error, Result};

/// The forms of one page: what [`formats!`](crate::formats!) makes for [`Conn::render_as`].
#[must_use = "give it to `conn.render_as`"]
pub struct Formats<S: 'static, F> {
    names: &'static [&'static str],
    send: F,
    state: PhantomData<fn(&mut Conn<S>)>,
}

impl<S: 'static, F> Formats<S, F>
where
    F: FnOnce(&mut Conn<S>, &'static str) -> Result,
{
    /// The formats by name, and what sends one of them.
    #[doc(hidden)]
    pub fn new(names: &'static [&'static str], send: F) -> Self {
        Self { names, send, state: PhantomData }
    }
}

/// A template in a format that is not HTML: see [`template`].
#[derive(Clone, Copy, Debug)]
pub struct Template<T>(pub(crate) T);

/// A template for [`formats!`](crate::formats!) in a format that is not HTML, such as SVG or a page for printing: it is rendered
/// in the layouts of that format, see [`put_root_layout_for`](crate::plug::put_root_layout_for).
///
/// ```
/// use bennu::conn::template;
/// use bennu::prelude::*;
/// use bennu::formats;
///
/// component! {
///     fn bar(percent: u8) {
///         <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10"><rect width={percent} height="10"></rect></svg>
///     }
/// }
///
/// async fn progress(conn: &mut Conn<()>) -> Result {
///     conn.render_as(formats! {
///         html => html! { <h1>"Half of it is done"</h1> },
///         svg => template(bar(50)),
///     })
/// }
///
/// bennu::router! {
///     Router for ();
///
///     get "/progress" => progress;
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let mut client = bennu::testing::Client::new(bennu::Endpoint::<Router>::new((), Default::default()));
/// let picture = client.get("/progress?_format=svg").await;
/// assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
/// assert!(picture.text().contains(r#"<rect width="50" height="10">"#));
/// # }
/// ```
#[must_use]
pub fn template<T: Render>(template: T) -> Template<T> {
    Template(template)
}

impl<S: 'static, F> std::fmt::Debug for Formats<S, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Formats").field(&self.names).finish()
    }
}

/// What one page looks like in each of its formats, for [`Conn::render_as`](crate::Conn::render_as). Only the wanted one is made.
///
/// ```
/// use bennu::plug::accepts;
/// use bennu::prelude::*;
/// use bennu::formats;
///
/// mod pages {
///     use bennu::prelude::*;
///
///     component! {
///         pub fn show(name: &str) { <h1>{name}</h1> }
///     }
/// }
///
/// mod data {
///     use bennu::serde_json::{Value, json};
///
///     pub fn show(name: &str) -> Value {
///         json!({"data": {"name": name}})
///     }
/// }
///
/// async fn show(conn: &mut Conn<()>, name: String) -> Result {
///     conn.render_as(formats! {
///         html => pages::show(&name),
///         json => data::show(&name),
///         csv => format!("name\n{name}\n"),
///     })
/// }
///
/// bennu::router! {
///     Router for ();
///
///     pipeline everything { plug accepts(["html", "json", "csv"]); }
///
///     scope "/" {
///         pipe_through everything;
///         get "/users/{name}" => show;
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let mut client = bennu::testing::Client::new(bennu::Endpoint::<Router>::new((), Default::default()));
/// assert_eq!(client.get("/users/Ana").await.html_response(200), "<h1>Ana</h1>");
/// let csv = client.get("/users/Ana?_format=csv").await;
/// assert_eq!((csv.header("content-type"), csv.text()), (Some("text/csv; charset=utf-8"), "name\nAna\n"));
/// client.put_header("accept", "application/json");
/// assert_eq!(client.get("/users/Ana").await.json::<bennu::serde_json::Value>()["data"]["name"], "Ana");
/// # }
/// ```
///
/// | format | takes | sends it by |
/// |---|---|---|
/// | `html` | a template | [`Conn::render`](crate::Conn::render), with its layouts |
/// | `json` | what serde serializes | [`Conn::json`](crate::Conn::json) |
/// | `text` | text | [`Conn::text`](crate::Conn::text) |
/// | any other | a [`Body`](crate::Body): text or bytes | with the content type of files that end so, as in `csv` |
/// | any other | [`template(..)`](crate::conn::template) | [`Conn::render`](crate::Conn::render), with the layouts of that format |
///
/// The expressions are those of a closure that returns `bennu::Result`: `?` works in them, `.await` goes before.
#[macro_export]
macro_rules! formats {
    ($($format:ident => $answer:expr),+ $(,)?) => {
        $crate::conn::Formats::new(&[$(::core::stringify!($format)),+], |conn, format| {
            $(if format == ::core::stringify!($format) {
                return $crate::formats!(@send conn $format $answer);
            })+
            $crate::__private::formats::unknown(format)
        })
    };
    (@send $conn:ident html $answer:expr) => { $conn.render($answer) };
    (@send $conn:ident json $answer:expr) => { $conn.json(&$answer) };
    (@send $conn:ident text $answer:expr) => { $conn.text($answer) };
    (@send $conn:ident $format:ident $answer:expr) => {
        $crate::__private::formats::send($conn, ::core::stringify!($format), $answer)
    };
}

impl<S: Send + Sync + 'static> Conn<S> {
    /// Answers in the format that the client wants: the one that [`accepts`](crate::plug::accepts) found, else by the parameter
    /// `_format` and the `accept` header, as `accepts` does. See [`formats!`](crate::formats!).
    ///
    /// # Errors
    /// 406 where the page has no such format; otherwise as [`html`](Self::html).
    pub fn render_as<F>(&mut self, formats: Formats<S, F>) -> Result
    where
        F: FnOnce(&mut Self, &'static str) -> Result,
    {
        let format = match self.format {
            Some(wanted) => formats.names.iter().find(|format| **format == wanted).copied(),
            None => Some(choose_format(self, formats.names)?),
        };
        let format = format.ok_or_else(|| {
            let offered: Vec<_> = formats.names.iter().map(|name| format!("`{name}`")).collect();
            let wanted = self.format.unwrap_or_default();
            Error::new(406, format!("there is no `{wanted}` of this, only {}", offered.join(", ")))
        })?;
        self.put_format(format);
        (formats.send)(self, format)
    }

    /// Answers with something that is no HTML and no JSON, under the content type of files that end in `format`.
    pub(crate) fn send_format(&mut self, format: &str, answer: Body) -> Result {
        if !self.resp_headers().contains_key(http::header::CONTENT_TYPE) {
            let content_type = mime_guess::from_ext(format).first_or_octet_stream();
            self.put_resp_content_type(content_type.essence_str());
        }
        self.send(answer)
    }
}
