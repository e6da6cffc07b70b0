//! The orders context: what was bought stays as it was bought.

use bennu::prelude::*;
use bennu::rust_decimal::Decimal;
use bennu::uuid::Uuid;
use shop::catalog::{self, Product};
use shop::orders::{self, Order};
use shop::shopping_cart::Cart;

use crate::support::{add, cart_fixture, on_each_database, priced, reload};

on_each_database! {
    an_order_has_what_was_in_the_cart_and_empties_it,
    an_empty_cart_is_no_order,
    a_cart_is_ordered_once,
    what_was_ordered_keeps_its_price,
    an_order_is_its_owners,
    a_product_that_was_ordered_stays,
}

/// A cart with two of one product and one of another, and the first of them.
async fn filled(repo: &Repo) -> (Cart, Product) {
    let cart = cart_fixture(repo).await;
    let (book, spade) =
        (priced(repo, "Metaprogramming Elixir", "15").await, priced(repo, "Spade", "7.5").await);
    for product in [&book, &book, &spade] {
        add(repo, &cart, product).await;
    }
    (reload(repo, &cart).await, book)
}

async fn ordered(repo: &Repo, cart: &Cart) -> Order {
    let order = orders::complete_order(repo, cart).await.expect("the database works");
    let id = order.expect("there is something to buy").id;
    orders::fetch_order(repo, cart.user_uuid, id).await.expect("it is there")
}

async fn count(repo: &Repo) -> u64 {
    repo.count(Order).await.expect("the database works")
}

fn lines(order: &Order) -> Vec<(&str, i64, Decimal)> {
    order.line_items.iter().map(|item| (item.product.title.as_str(), item.quantity, item.price)).collect()
}

async fn an_order_has_what_was_in_the_cart_and_empties_it(repo: Repo) {
    let (cart, _) = filled(&repo).await;
    let order = ordered(&repo, &cart).await;
    let expected = [("Metaprogramming Elixir", 2, Decimal::from(15)), ("Spade", 1, Decimal::new(75, 1))];
    assert_eq!(lines(&order), expected);
    assert_eq!((order.user_uuid, order.total_price), (cart.user_uuid, Decimal::new(375, 1)));
    assert!(reload(&repo, &cart).await.items.is_empty());
    let order = repo.preload(order, Order::products).await.expect("the database works");
    assert_eq!(order.products.len(), 2);
}

async fn an_empty_cart_is_no_order(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    let failed = orders::complete_order(&repo, &cart).await.expect("the database works");
    assert_eq!(failed.expect_err("there is nothing to buy").name(), "pruned items");
    assert_eq!(count(&repo).await, 0);
}

async fn a_cart_is_ordered_once(repo: Repo) {
    let (cart, _) = filled(&repo).await;
    ordered(&repo, &cart).await;
    // The second request has read the cart before the first one emptied it.
    let failed = orders::complete_order(&repo, &cart).await.expect("the database works");
    failed.expect_err("it is empty by now");
    assert_eq!(count(&repo).await, 1);
}

async fn what_was_ordered_keeps_its_price(repo: Repo) {
    let (cart, book) = filled(&repo).await;
    let order = ordered(&repo, &cart).await;
    let params = Params::from([("price", "99")]);
    catalog::update_product(&repo, &book, &params).await.expect("the database works").expect("valid");
    let later = orders::fetch_order(&repo, cart.user_uuid, order.id).await.expect("it is there");
    assert_eq!((lines(&later), later.total_price), (lines(&order), order.total_price));
}

async fn an_order_is_its_owners(repo: Repo) {
    let (cart, _) = filled(&repo).await;
    let order = ordered(&repo, &cart).await;
    let error = orders::fetch_order(&repo, Uuid::new_v4(), order.id).await.expect_err("it is not theirs");
    assert_eq!(error.status(), 404);
}

async fn a_product_that_was_ordered_stays(repo: Repo) {
    let (cart, book) = filled(&repo).await;
    ordered(&repo, &cart).await;
    let refused = catalog::delete_product(&repo, &book).await.expect("the database works");
    let errors = refused.expect_err("an order has it").traverse_errors(ToString::to_string);
    assert_eq!(errors["id"], ["has been ordered"]);
    catalog::fetch_product(&repo, book.id).await.expect("it is still there");
}
