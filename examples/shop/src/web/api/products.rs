//! The products as JSON.

use bennu::prelude::*;
use bennu::serde_json::{Value, json};

use crate::Conn;
use crate::catalog::{self, Product};
use crate::web::currency::cents;
use crate::web::router::path;

/// What programs see of a product.
fn data(product: &Product) -> Value {
    let categories: Vec<_> = product.categories.iter().map(|category| &category.title).collect();
    json!({
        "id": product.id,
        "title": product.title,
        "description": product.description,
        "price": cents(product.price),
        "views": product.views,
        "categories": categories,
    })
}

/// `GET /api/products`: all of them.
pub async fn index(conn: &mut Conn) -> Result {
    let products = catalog::list_products(&conn.state().repo).await?;
    let data: Vec<_> = products.iter().map(data).collect();
    conn.json(&json!({"data": data}))
}

/// `POST /api/products`: stores one more.
pub async fn create(conn: &mut Conn) -> Result {
    let params: Params = conn.params("product")?;
    let repo = &conn.state().repo;
    let id = catalog::create_product(repo, &params).await??.id;
    let product = catalog::fetch_product(repo, id).await?;
    let location = path!("/api/products/{product}").to_string();
    conn.put_status("created").put_resp_header("location", location).json(&json!({"data": data(&product)}))
}

/// `GET /api/products/{id}`: one of them.
pub async fn show(conn: &mut Conn, id: i64) -> Result {
    let product = catalog::fetch_product(&conn.state().repo, id).await?;
    conn.json(&json!({"data": data(&product)}))
}

/// `PATCH /api/products/{id}`: changes it.
pub async fn update(conn: &mut Conn, id: i64) -> Result {
    let params: Params = conn.params("product")?;
    let repo = &conn.state().repo;
    let product = catalog::fetch_product(repo, id).await?;
    let product = catalog::update_product(repo, &product, &params).await??;
    conn.json(&json!({"data": data(&product)}))
}

/// `DELETE /api/products/{id}`: removes it, unless somebody has ordered it.
pub async fn delete(conn: &mut Conn, id: i64) -> Result {
    let repo = &conn.state().repo;
    let product = catalog::fetch_product(repo, id).await?;
    catalog::delete_product(repo, &product).await??;
    conn.send_resp("no_content", ())
}
