//! The shopping cart context: what each visitor is about to buy, and what it costs.

mod cart;
mod cart_item;

use bennu::prelude::*;
use bennu::repo::{self, OnConflict};
use bennu::rust_decimal::Decimal;
use bennu::uuid::Uuid;

use crate::{Written, catalog};
pub use cart::Cart;
pub use cart_item::CartItem;

/// The cart of a visitor with all that is in it, or none.
pub async fn get_cart_by_user_uuid(repo: &Repo, user_uuid: Uuid) -> repo::Result<Option<Cart>> {
    let cart = repo.get_by(Cart::user_uuid, user_uuid).await?;
    repo.preload(cart, Cart::items.with(CartItem::product)).await
}

/// Gives a visitor a cart. Where two of their requests do so at once, there is still one.
pub async fn create_cart(repo: &Repo, user_uuid: Uuid) -> Result<Cart> {
    let cart = Changeset::from(Cart).put_change(Cart::user_uuid, user_uuid);
    repo.insert_with(cart, OnConflict::nothing().target(Cart::user_uuid)).await??;
    let cart = repo.fetch_one(from!(c in Cart, where: c.user_uuid == ^user_uuid)).await?;
    Ok(repo.preload(cart, Cart::items.with(CartItem::product)).await?)
}

/// Puts one of a product into a cart: one more where there are some already.
pub async fn add_item_to_cart(repo: &Repo, cart: &Cart, product_id: i64) -> Written<CartItem> {
    let product = catalog::fetch_product(repo, product_id).await?;
    let one_more =
        OnConflict::update().inc(CartItem::quantity, 1).target((CartItem::cart_id, CartItem::product_id));
    repo.insert_with(cart_item::one(cart, &product), one_more).await
}

/// Takes all of a product out of a cart, and says whether there was any.
pub async fn remove_item_from_cart(repo: &Repo, cart: &Cart, product_id: i64) -> repo::Result<bool> {
    let items = from!(i in CartItem, where: i.cart_id == ^cart.id and i.product_id == ^product_id);
    Ok(repo.delete_all(items).await? > 0)
}

/// What a cart looks like with these parameters.
pub fn change_cart(cart: &Cart, params: &Params) -> Changeset<Cart> {
    cart::changeset(cart, params)
}

/// Changes quantities; what there is none of any more leaves the cart.
pub async fn update_cart(repo: &Repo, cart: &Cart, params: &Params) -> Written<Cart> {
    repo.transact(async |repo| {
        let updated = repo.update(change_cart(cart, params)).await?;
        if updated.is_ok() {
            let discarded = from!(i in CartItem, where: i.cart_id == ^cart.id and i.quantity == 0);
            repo.delete_all(discarded).await?;
        }
        Ok(updated)
    })
    .await
}

/// Empties a cart, and says how many products were in it.
pub async fn prune_cart_items(repo: &Repo, cart: &Cart) -> repo::Result<usize> {
    repo.delete_all(from!(i in CartItem, where: i.cart_id == ^cart.id)).await
}

/// What so many of a product cost today.
#[must_use]
pub fn total_item_price(item: &CartItem) -> Decimal {
    item.product.price * Decimal::from(item.quantity)
}

/// What all that is in a cart costs today.
#[must_use]
pub fn total_cart_price(cart: &Cart) -> Decimal {
    cart.items.iter().map(total_item_price).sum()
}
