//! The orders context: what visitors have bought.

mod line_item;
mod order;

use bennu::changeset::Limits;
use bennu::prelude::*;
use bennu::repo::{self, Failed, Multi, Name};
use bennu::uuid::Uuid;

use crate::shopping_cart::{self, Cart, CartItem};
pub use line_item::LineItem;
pub use order::Order;

const ORDER: Name<Order> = Name::new("order");
const PRUNED: Name<usize> = Name::new("pruned items");

/// The order with this id and its lines if it is the visitor's; 404 otherwise.
pub async fn fetch_order(repo: &Repo, user_uuid: Uuid, id: i64) -> repo::Result<Order> {
    let order = from!(o in Order, where: o.id == ^id and o.user_uuid == ^user_uuid);
    repo.preload(repo.fetch_one(order).await?, Order::line_items.with(LineItem::product)).await
}

/// Buys what is in a cart for what it costs now, and empties the cart: both or none. A cart that is empty, or was ordered meanwhile,
/// is refused.
pub async fn complete_order(repo: &Repo, cart: &Cart) -> repo::Result<Result<Order, Failed>> {
    let order = Changeset::from(Order)
        .put_change(Order::user_uuid, cart.user_uuid)
        .put_change(Order::total_price, shopping_cart::total_cart_price(cart))
        .put_assoc(Order::line_items, cart.items.iter().map(line_item).collect::<Vec<_>>())
        .validate_number(Order::total_price, Limits::new().less_than(1_000_000_000));
    let cart = cart.clone();
    let multi = Multi::new().insert(ORDER, order).run(PRUNED, |repo, _| async move {
        let count = shopping_cart::prune_cart_items(&repo, &cart).await?;
        let is_whole = count > 0 && count == cart.items.len();
        Ok(if is_whole { Ok(count) } else { Err(Error::new(409, "the cart is not what was ordered")) })
    });
    Ok(repo.multi(multi).await?.map(|mut done| done.take(ORDER)))
}

fn line_item(item: &CartItem) -> Changeset<LineItem> {
    Changeset::from(LineItem)
        .put_change(LineItem::product_id, item.product_id)
        .put_change(LineItem::price, item.product.price)
        .put_change(LineItem::quantity, item.quantity)
}
