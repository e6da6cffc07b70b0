//! A product in a cart: the schema, and what it takes for params to change how many there are.

use bennu::prelude::*;
use bennu::rust_decimal::Decimal;

use super::Cart;
use crate::catalog::Product;

schema! {
    /// So many of a product in a cart.
    pub struct CartItem in "cart_items" {
        /// What one of them cost when it was put into the cart.
        price_when_carted: Decimal,
        quantity: i64,
        belongs_to cart: Cart,
        belongs_to product: Product,
        timestamps,
    }
}

/// How many there are. What they are and what they cost is not the visitor's to say.
pub(super) fn changeset(item: impl Into<Changeset<CartItem>>, params: &Params) -> Changeset<CartItem> {
    item.into()
        .cast(params, CartItem::quantity)
        .validate_required(CartItem::quantity)
        .validate_number(CartItem::quantity, 0..100)
}

/// One of a product.
pub(super) fn one(cart: &Cart, product: &Product) -> Changeset<CartItem> {
    Changeset::from(CartItem)
        .put_change(CartItem::quantity, 1)
        .put_change(CartItem::price_when_carted, product.price)
        .put_change(CartItem::cart_id, cart.id)
        .put_change(CartItem::product_id, product.id)
        .check_constraint(CartItem::quantity, "quantity_must_be_sensible")
        .message("must be less than 100")
}
