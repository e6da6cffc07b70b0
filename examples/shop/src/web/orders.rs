//! Buying what is in the cart, and looking at what was bought.

use bennu::prelude::*;

use super::core_components::*;
use super::currency::currency;
use super::router::path;
use crate::Conn;
use crate::orders::{self, Order};
use crate::shopping_cart::Cart;

/// `POST /orders`: buys what is in the cart.
pub async fn create(conn: &mut Conn, cart: Cart) -> Result {
    match orders::complete_order(&conn.state().repo, &cart).await? {
        Ok(order) => conn.put_flash(Info, "Order created successfully.").redirect(path!("/orders/{order}")),
        Err(_) => {
            conn.put_flash("error", "There was an error processing your order").redirect(path!("/cart"))
        }
    }
}

/// `GET /orders/{id}`: an order of the visitor's; 404 where it is not theirs.
pub async fn show(conn: &mut Conn, cart: Cart, id: i64) -> Result {
    let order = orders::fetch_order(&conn.state().repo, cart.user_uuid, id).await?;
    conn.put_page_title("Your order").render(page(&order))
}

component! {
    /// What was bought, and for how much.
    fn page(order: &Order) {
        <.header>
            "Thank you for your order!"
            <:subtitle><strong>"User uuid: "</strong>{order.user_uuid}</:subtitle>
        </.header>
        <div class="card">
            <.table id="items" rows={&order.line_items}>
                <:col :let={item} label="Title">{&item.product.title}</:col>
                <:col :let={item} label="Quantity" class="number">{item.quantity}</:col>
                <:col :let={item} label="Price" class="number">{currency(item.price)}</:col>
            </.table>
            <p class="total"><span><b>"Total price:"</b>" "{currency(order.total_price)}</span></p>
        </div>
        <.back href={path!("/products")}>Back to products</.back>
    }
}
