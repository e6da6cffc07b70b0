//! The cart: what is in it, how many of each, and what it costs.

use bennu::component::hidden_inputs;
use bennu::prelude::*;

use super::core_components::*;
use super::currency::currency;
use super::products::html::cover;
use super::router::path;
use crate::Conn;
use crate::shopping_cart::{self, Cart, CartItem};

/// `GET /cart`: what is in it.
pub async fn show(conn: &mut Conn, cart: Cart) -> Result {
    let changeset = shopping_cart::change_cart(&cart, &Params::new());
    conn.put_page_title("My Cart").render(page(&cart, &changeset))
}

/// `PUT /cart`: how many of each.
pub async fn update(conn: &mut Conn, cart: Cart) -> Result {
    let params: Params = conn.params("cart")?;
    match shopping_cart::update_cart(&conn.state().repo, &cart, &params).await? {
        Ok(_) => conn.redirect(path!("/cart")),
        Err(changeset) => conn
            .put_flash("error", "There was an error updating your cart")
            .put_page_title("My Cart")
            .render(page(&cart, &changeset)),
    }
}

component! {
    /// The cart, which may be empty.
    fn page(cart: &Cart, changeset: &Changeset<Cart>) {
        if cart.items.is_empty() {
            <.header>"My Cart"<:subtitle>Your cart is empty</:subtitle></.header>
        } else {
            <.header>My Cart</.header>
            <div class="card">
                <.quantities form={&to_form(changeset)} />
                <div class="total">
                    <p><b>"Total:"</b>" "{currency(shopping_cart::total_cart_price(cart))}</p>
                    <.form action={path!("/orders")}><.button>Complete order</.button></.form>
                </div>
            </div>
        }
        <.back href={path!("/products")}>Back to products</.back>
    }

    /// Each product with an input for how many there are.
    fn quantities(form: &Form<'_, Cart>) {
        <.form for={form} action={path!("/cart")} id="cart" novalidate>
            <ul class="lines">
                for inputs in form.nested(Cart::items) {
                    <.line :if={let Some(item) = inputs.row()} item={item} inputs={&inputs} />
                }
            </ul>
            <.button variant="plain">Update cart</.button>
        </.form>
    }

    /// One of them.
    fn line(item: &CartItem, inputs: &Form<'_, CartItem>) {
        <li>
            <.hidden_inputs form={inputs} />
            <.cover product={&item.product} />
            <div class="what">
                <.link href={path!("/products/{item.product_id}")}>{&item.product.title}</.link>
                <p class="quiet">{price_of_one(item)}</p>
            </div>
            <.input
                field={&inputs.field(CartItem::quantity)}
                type="number"
                label={&format!("Quantity of {}", item.product.title)}
                is_bare
                min="0"
                max="99"
            />
            <p class="price">{currency(shopping_cart::total_item_price(item))}</p>
            <.link href={path!("/cart_items/{item.product_id}")} method="delete">Remove</.link>
        </li>
    }
}

/// What one costs, and what it did when it was put into the cart, if that was something else.
fn price_of_one(item: &CartItem) -> String {
    let (now, then) = (item.product.price, item.price_when_carted);
    let each = format!("{} each", currency(now));
    if now == then { each } else { format!("{each}, {} when you put it in", currency(then)) }
}
