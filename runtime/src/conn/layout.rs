//! A template comes in; out goes the response with the layouts around it.

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
        self.root_layout = Some(layout);
        self
    }

    /// Renders without a root layout, such as a part of a page.
    pub fn delete_root_layout(&mut self) -> &mut Self {
        self.root_layout = None;
        self
    }

    /// Sets the layout that [`render`](Self::render) puts around templates inside of the root layout, such as that of a section of
    /// the site. The plug [`put_layout`](crate::plug::put_layout) does it for a pipeline.
    pub fn put_layout<F>(&mut self, layout: &'static F) -> &mut Self
    where
        F: for<'a> Layout<'a, S> + 'static,
    {
        self.layout = Some(layout);
        self
    }

    /// Renders without an inner layout.
    pub fn delete_layout(&mut self) -> &mut Self {
        self.layout = None;
        self
    }

    /// Answers with a template as HTML, inside of its layouts. Templates get this session's CSRF token for their forms in
    /// pipelines with [`protect_from_forgery`](crate::plug::protect_from_forgery).
    ///
    /// Layouts are HTML: a conn whose [`format`](Self::format) is another one has none.
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn home(conn: &mut Conn<()>) -> Result {
    ///     conn.put_status(404).render("escaped: <b>")
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`html`](Self::html).
    #[track_caller]
    pub fn render(&mut self, template: impl Render) -> Result {
        let html = self.render_to_html(template);
        self.html(html)
    }

    /// What [`render`](Self::render) would send. For templates that look at the conn, which cannot be lent to one while it answers:
    ///
    /// ```
    /// use bennu::{Conn, Result, component};
    ///
    /// component! {
    ///     fn place(conn: &Conn<()>) { <p>"You are at "{conn.path()}</p> }
    /// }
    ///
    /// async fn show(conn: &mut Conn<()>) -> Result {
    ///     let page = conn.render_to_html(place(conn));
    ///     conn.html(page)
    /// }
    /// ```
    #[must_use]
    pub fn render_to_html(&self, template: impl Render) -> Vec<u8> {
        let mut context = Context::default().with_locale(self.locale());
        if let Some(token) = self.template_csrf_token() {
            context = context.with_csrf_token(token);
        }
        if let Some(translator) = &self.shared.config.translator {
            context = context.with_translator(&**translator);
        }
        let (root, inner) = match self.format {
            None | Some("html") => (self.root_layout, self.layout),
            Some(_) => (None, None),
        };
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
