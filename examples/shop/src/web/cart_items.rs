//! What goes into the cart, and out of it.

use bennu::prelude::*;

use super::router::path;
use crate::Conn;
use crate::shopping_cart::{self, Cart};

/// `POST /cart_items?product_id=7`: one more of a product.
pub async fn create(conn: &mut Conn, cart: Cart) -> Result {
    let product_id = conn.params("product_id")?;
    match shopping_cart::add_item_to_cart(&conn.state().repo, &cart, product_id).await? {
        Ok(_) => conn.put_flash(Info, "Item added to your cart"),
        Err(_) => conn.put_flash("error", "There was an error adding the item to your cart"),
    }
    .redirect(path!("/cart"))
}

/// `DELETE /cart_items/{id}`: no more of a product, of which this is the id.
pub async fn delete(conn: &mut Conn, cart: Cart, product_id: i64) -> Result {
    shopping_cart::remove_item_from_cart(&conn.state().repo, &cart, product_id).await?;
    conn.redirect(path!("/cart"))
}
