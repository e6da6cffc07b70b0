//! A layout comes in, a plug that puts it around every page of a pipeline goes out.

use super::Plug;
use crate::conn::Layout;
use crate::{Conn, Result};

/// The plug that [`put_root_layout`] makes.
#[derive(Clone, Copy, Debug)]
pub struct PutRootLayout<F> {
    format: &'static str,
    layout: F,
}

/// Puts `layout` around what [`Conn::render`] renders: a component `fn root(conn: &Conn, inner_block: Slot)`.
///
/// # Errors
/// None.
#[must_use]
pub const fn put_root_layout<F>(layout: F) -> PutRootLayout<F> {
    put_root_layout_for("html", layout)
}

/// The same for pages of another format, such as one for printing: what [`put_root_layout`] is for HTML.
///
/// ```
/// use bennu::plug::{accepts, put_root_layout, put_root_layout_for};
/// use bennu::prelude::*;
///
/// type Conn = bennu::Conn<()>;
///
/// component! {
///     fn root(_conn: &Conn, inner_block: Slot) { <nav>Menu</nav>{inner_block} }
/// }
///
/// component! {
///     fn paper(_conn: &Conn, inner_block: Slot) { <main class="paper">{inner_block}</main> }
/// }
///
/// async fn show(conn: &mut Conn) -> Result {
///     conn.render("Invoice")
/// }
///
/// bennu::router! {
///     Router for ();
///
///     pipeline browser {
///         plug accepts(["html", "print"]);
///         plug put_root_layout(root);
///         plug put_root_layout_for("print", paper);
///     }
///
///     scope "/" {
///         pipe_through browser;
///         get "/invoice" => show;
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let mut client = bennu::testing::Client::new(bennu::Endpoint::<Router>::new((), Default::default()));
/// assert_eq!(client.get("/invoice").await.html_response(200), "<nav>Menu</nav>Invoice");
/// let paper = client.get("/invoice?_format=print").await;
/// assert_eq!(paper.html_response(200), r#"<main class="paper">Invoice</main>"#);
/// # }
/// ```
///
/// # Errors
/// None.
#[must_use]
pub const fn put_root_layout_for<F>(format: &'static str, layout: F) -> PutRootLayout<F> {
    PutRootLayout { format, layout }
}

impl<S, F> Plug<S> for PutRootLayout<F>
where
    S: Send + Sync + 'static,
    F: for<'a> Layout<'a, S> + 'static,
{
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        conn.put_root_layout_for(self.format, &self.layout);
        Ok(())
    }
}

/// The plug that [`put_layout`] makes.
#[derive(Clone, Copy, Debug)]
pub struct PutLayout<F> {
    format: &'static str,
    layout: F,
}

/// Puts `layout` around what [`Conn::render`] renders, inside of the root layout: a component of the same shape. A later one takes
/// its place, LiveViews do without.
///
/// ```
/// use bennu::plug::{put_layout, put_root_layout};
/// use bennu::prelude::*;
///
/// type Conn = bennu::Conn<()>;
///
/// component! {
///     fn root(conn: &Conn, inner_block: Slot) { <main id={conn.path()}>{inner_block}</main> }
/// }
///
/// component! {
///     fn admin(_conn: &Conn, inner_block: Slot) { <nav>Admin</nav>{inner_block} }
/// }
///
/// async fn home(conn: &mut Conn) -> Result {
///     conn.render("Hello")
/// }
///
/// bennu::router! {
///     Router for ();
///
///     pipeline browser { plug put_root_layout(root); }
///     pipeline admin { plug put_layout(admin); }
///
///     scope "/" {
///         pipe_through [browser, admin];
///         get "/" => home;
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let mut client = bennu::testing::Client::new(bennu::Endpoint::<Router>::new((), Default::default()));
/// assert_eq!(client.get("/").await.html_response(200), "<main id=\"/\"><nav>Admin</nav>Hello</main>");
/// # }
/// ```
///
/// # Errors
/// None.
#[must_use]
pub const fn put_layout<F>(layout: F) -> PutLayout<F> {
    put_layout_for("html", layout)
}

/// The same for pages of another format: what [`put_layout`] is for HTML, inside of the layout of [`put_root_layout_for`].
///
/// # Errors
/// None.
#[must_use]
pub const fn put_layout_for<F>(format: &'static str, layout: F) -> PutLayout<F> {
    PutLayout { format, layout }
}

impl<S, F> Plug<S> for PutLayout<F>
where
    S: Send + Sync + 'static,
    F: for<'a> Layout<'a, S> + 'static,
{
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        conn.put_layout_for(self.format, &self.layout);
        Ok(())
    }
}
