//! The products: looking at them, and keeping them.

pub mod html;

use bennu::prelude::*;

use super::router::path;
use crate::Conn;
use crate::catalog::{self, Product};

/// `GET /products`: all of them.
pub async fn index(conn: &mut Conn) -> Result {
    let products = catalog::list_products(&conn.state().repo).await?;
    conn.put_page_title("Products").render(html::index(&products))
}

/// `GET /products/new`: the form for one more.
pub async fn new(conn: &mut Conn) -> Result {
    let repo = &conn.state().repo;
    let changeset = catalog::change_product(repo, Product, &Params::new()).await?;
    let categories = catalog::list_categories(repo).await?;
    conn.put_page_title("New Product").render(html::new(&changeset, &categories))
}

/// `POST /products`: stores it.
pub async fn create(conn: &mut Conn) -> Result {
    let params: Params = conn.params("product")?;
    let repo = &conn.state().repo;
    match catalog::create_product(repo, &params).await? {
        Ok(product) => {
            conn.put_flash(Info, "Product created successfully.").redirect(path!("/products/{product}"))
        }
        Err(changeset) => {
            let categories = catalog::list_categories(repo).await?;
            conn.put_page_title("New Product").render(html::new(&changeset, &categories))
        }
    }
}

/// `GET /products/{id}`: one of them, looked at once more.
pub async fn show(conn: &mut Conn, id: i64) -> Result {
    let repo = &conn.state().repo;
    let product = catalog::inc_page_views(repo, catalog::fetch_product(repo, id).await?).await?;
    conn.put_page_title(&product.title).render(html::show(&product))
}

/// `GET /products/{id}/edit`: the form to change it.
pub async fn edit(conn: &mut Conn, id: i64) -> Result {
    let repo = &conn.state().repo;
    let product = catalog::fetch_product(repo, id).await?;
    let changeset = catalog::change_product(repo, &product, &Params::new()).await?;
    let categories = catalog::list_categories(repo).await?;
    conn.put_page_title("Edit Product").render(html::edit(&product, &changeset, &categories))
}

/// `PATCH /products/{id}`: changes it.
pub async fn update(conn: &mut Conn, id: i64) -> Result {
    let params: Params = conn.params("product")?;
    let repo = &conn.state().repo;
    let product = catalog::fetch_product(repo, id).await?;
    match catalog::update_product(repo, &product, &params).await? {
        Ok(product) => {
            conn.put_flash(Info, "Product updated successfully.").redirect(path!("/products/{product}"))
        }
        Err(changeset) => {
            let categories = catalog::list_categories(repo).await?;
            conn.put_page_title("Edit Product").render(html::edit(&product, &changeset, &categories))
        }
    }
}

/// `DELETE /products/{id}`: removes it, unless somebody has ordered it.
pub async fn delete(conn: &mut Conn, id: i64) -> Result {
    let repo = &conn.state().repo;
    let product = catalog::fetch_product(repo, id).await?;
    match catalog::delete_product(repo, &product).await? {
        Ok(_) => conn.put_flash(Info, "Product deleted successfully.").redirect(path!("/products")),
        Err(_) => conn
            .put_flash("error", "The product has been ordered, so it stays.")
            .redirect(path!("/products/{product}")),
    }
}
