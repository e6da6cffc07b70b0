//! What a visitor is about to buy: the schema, and what it takes for params to change a cart.

use bennu::prelude::*;
use bennu::uuid::Uuid;

use super::{CartItem, cart_item};

schema! {
    /// The cart of a visitor; each has one.
    pub struct Cart in "carts" {
        user_uuid: Uuid { writable: insert },
        has_many items: CartItem { preload_order: [inserted_at, id] },
        timestamps,
    }
}

/// The quantities of what is in the cart.
pub(super) fn changeset(cart: impl Into<Changeset<Cart>>, params: &Params) -> Changeset<Cart> {
    cart.into().cast(params, ()).cast_assoc(Cart::items, cart_item::changeset)
}
