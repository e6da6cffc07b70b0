//! A template comes in; out goes the response with the layouts around it.

use http::HeaderValue;

use super::Conn;
use crate::Result;
use crate::component::{Context, Render, Sink, Slot, to_html};

/// The shape of a layout: a component that takes the conn and the page, `fn root(conn: &Conn, inner_block: Slot)`.
///
/// [`component!`](crate::component!) makes such functions; nothing implements this by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layout",
    note = "a layout is a component `fn root(conn: &Conn, inner_block: Slot)` with the application's own `Conn`"
)]
pub trait Layout<'a, S: 'static>: Send + Sync {
    /// What it renders to.
    type Page: Render + 'a;

    /// The page around `inner_block`.
    fn page(&self, conn: &'a Conn<S>, inner_block: Slot<'a>) -> Self::Page;
}

impl<'a, S: 'static, F, R> Layout<'a, S> for F
where
    F: Fn(&'a Conn<S>, Slot<'a>) -> R + Send + Sync,
    R: Render + 'a,
{
    type Page = R;

    fn page(&self, conn: &'a Conn<S>, inner_block: Slot<'a>) -> R {
        self(conn, inner_block)
    }
}

/// A layout of which the conn need not know the type.
pub(crate) trait AnyLayout<S: 'static>: Send + Sync {
    fn render(&self, conn: &Conn<S>, inner_block: Slot<'_>, sink: &mut Sink<'_>);
}

impl<S: 'static, F> AnyLayout<S> for F
where
    F: for<'a> Layout<'a, S>,
{
    fn render(&self, conn: &Conn<S>, inner_block: Slot<'_>, sink: &mut Sink<'_>) {
        self.page(conn, inner_block).render(sink);
    }
}

/// The layouts of a conn, by format.
pub(super) struct Layouts<S: 'static> {
    /// Nearly all that there ever is.
    html: Option<&'static dyn AnyLayout<S>>,
    others: Vec<(&'static str, &'static dyn AnyLayout<S>)>,
}

impl<S: 'static> Default for Layouts<S> {
    fn default() -> Self {
        Self { html: None, others: Vec::new() }
    }
}

impl<S: 'static> Layouts<S> {
    fn put(&mut self, format: &'static str, layout: &'static dyn AnyLayout<S>) {
        if format == HTML {
            self.html = Some(layout);
            return;
        }
        self.others.retain(|(other, _)| *other != format);
        self.others.push((format, layout));
    }

    fn of(&self, format: &str) -> Option<&'static dyn AnyLayout<S>> {
        if format == HTML {
            return self.html;
        }
        self.others.iter().find(|(other, _)| *other == format).map(|(_, layout)| *layout)
    }
}

/// The format of layouts that say none, and of a conn of which nobody knows the format.
const HTML: &str = "html";

/// A template with a layout.
struct Page<'a, S: 'static> {
    conn: &'a Conn<S>,
    layout: &'static dyn AnyLayout<S>,
    inner_block: Slot<'a>,
}

impl<S: 'static> Render for Page<'_, S> {
    fn render(&self, sink: &mut Sink<'_>) {
        self.layout.render(self.conn, self.inner_block, sink);
    }
}

impl<S: Send + Sync + 'static> Conn<S> {
    /// Sets the layout that [`render`](Self::render) puts around everything else, from `<!DOCTYPE html>` on. The plug
    /// [`put_root_layout`](crate::plug::put_root_layout) does it for a pipeline.
    pub fn put_root_layout<F>(&mut self, layout: &'static F) -> &mut Self
    where
        F: for<'a> Layout<'a, S> + 'static,
    {
        self.put_root_layout_for(HTML, layout)
    }

    /// The same for another [`format`](Self::format) than HTML, such as a page for printing.
    pub fn put_root_layout_for<F>(&mut self, format: &'static str, layout: &'static F) -> &mut Self
    where
        F: for<'a> Layout<'a, S> + 'static,
    {
        self.root_layouts.put(format, layout);
        self
    }

    /// Renders without a root layout, in whatever format, such as a part of a page.
    pub fn delete_root_layout(&mut self) -> &mut Self {
        self.root_layouts = Layouts::default();
        self
    }

    /// Sets the layout that [`render`](Self::render) puts around templates inside of the root layout, such as that of a section of
    /// the site. The plug [`put_layout`](crate::plug::put_layout) does it for a pipeline.
    pub fn put_layout<F>(&mut self, layout: &'static F) -> &mut Self
    where
        F: for<'a> Layout<'a, S> + 'static,
    {
        self.put_layout_for(HTML, layout)
    }

    /// The same for another [`format`](Self::format) than HTML.
    pub fn put_layout_for<F>(&mut self, format: &'static str, layout: &'static F) -> &mut Self
    where
        F: for<'a> Layout<'a, S> + 'static,
    {
        self.layouts.put(format, layout);
        self
    }

    /// Renders without an inner layout, in whatever format.
    pub fn delete_layout(&mut self) -> &mut Self {
        self.layouts = Layouts::default();
        self
    }

    /// Answers with a template, inside of the layouts of the conn's [`format`](Self::format): HTML, unless a plug or
    /// [`put_format`](Self::put_format) said otherwise. Templates get this session's CSRF token for their forms in pipelines with
    /// [`protect_from_forgery`](crate::plug::protect_from_forgery).
    ///
    /// The content type is `text/html`, or what files that end in the format's name have where that is XML (`xml`, `svg`, `xhtml`).
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn home(conn: &mut Conn<()>) -> Result {
    ///     conn.put_status(404).render("escaped: <b>")
    /// }
    /// ```
    ///
    /// The conn is only borrowed, so that a template may show what plugs have left in it:
    ///
    /// ```
    /// # use bennu::{Conn, Result, component};
    /// struct Categories(Vec<String>);
    ///
    /// component! {
    ///     fn form(categories: &[String]) { <select><option :for={name in categories}>{name}</option></select> }
    /// }
    ///
    /// async fn new(conn: &mut Conn<()>) -> Result {
    ///     let Categories(categories) = conn.assigned().expect("a plug loads them");
    ///     conn.render(form(categories))
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`html`](Self::html).
    #[track_caller]
    pub fn render(&self, template: impl Render) -> Result {
        let markup = self.render_to_html(template).into();
        match self.format.and_then(xml) {
            Some(content_type) => self.answer(Some(content_type), markup),
            None => self.html(markup),
        }
    }

    /// What [`render`](Self::render) would send, for whatever else is done with it.
    #[must_use]
    pub fn render_to_html(&self, template: impl Render) -> Vec<u8> {
        let mut context = Context::default().with_locale(self.locale());
        if let Some(token) = self.template_csrf_token() {
            context = context.with_csrf_token(token);
        }
        if let Some(translator) = &self.shared.config.translator {
            context = context.with_translator(&**translator);
        }
        let format = self.format.unwrap_or(HTML);
        let (root, inner) = (self.root_layouts.of(format), self.layouts.of(format));
        let page = |layout, inner_block| Page { conn: self, layout, inner_block };
        match (root, inner) {
            (Some(root), Some(inner)) => {
                let inner = page(inner, Slot::from(&template));
                to_html(&page(root, Slot::from(&inner)), &context)
            }
            (Some(layout), None) | (None, Some(layout)) => {
                to_html(&page(layout, Slot::from(&template)), &context)
            }
            (None, None) => to_html(&template, &context),
        }
    }
}

/// The content type of a format that is XML.
fn xml(format: &str) -> Option<HeaderValue> {
    if format == HTML {
        return None;
    }
    let content_type = mime_guess::from_ext(format).first_raw().filter(|name| name.ends_with("xml"))?;
    let charset = if content_type.starts_with("text/") { "; charset=utf-8" } else { "" };
    HeaderValue::try_from(format!("{content_type}{charset}")).ok()
}
