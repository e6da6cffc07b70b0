//! The shopping cart context: what is in a cart, how many of each, and what it costs.

use bennu::prelude::*;
use bennu::rust_decimal::Decimal;
use bennu::serde_json::{Value, json};
use bennu::uuid::Uuid;
use shop::catalog;
use shop::shopping_cart::{self, Cart};

use crate::support::{add, cart_fixture, on_each_database, priced, product_fixture, reload};

on_each_database! {
    a_visitor_has_one_cart,
    adding_twice_makes_two,
    the_price_of_the_time_of_carting_is_kept,
    there_are_less_than_a_hundred_of_each,
    what_is_not_sold_cannot_be_added,
    items_are_removed_by_product,
    quantities_change_and_none_leaves_the_cart,
    wrong_quantities_leave_the_cart_as_it_is,
    only_what_is_in_the_cart_changes,
    items_stand_in_the_order_in_which_they_came,
    totals_are_todays_price_times_quantity,
    a_product_that_is_gone_leaves_the_carts,
}

/// Titles and quantities.
fn content(cart: &Cart) -> Vec<(&str, i64)> {
    cart.items.iter().map(|item| (item.product.title.as_str(), item.quantity)).collect()
}

/// What the cart's form sends.
fn sent(items: Value) -> Params {
    Params::from([("items", items)])
}

async fn update(repo: &Repo, cart: &Cart, items: Value) -> Result<Cart, Changeset<Cart>> {
    shopping_cart::update_cart(repo, cart, &sent(items)).await.expect("the database works")
}

async fn a_visitor_has_one_cart(repo: Repo) {
    let uuid = Uuid::new_v4();
    let found = shopping_cart::get_cart_by_user_uuid(&repo, uuid).await.expect("the database works");
    assert_eq!(found, None);
    let first = shopping_cart::create_cart(&repo, uuid).await.expect("the database works");
    // Another request of the same visitor has not found it either.
    let second = shopping_cart::create_cart(&repo, uuid).await.expect("the database works");
    assert_eq!((first.id, first.user_uuid, first.items.len()), (second.id, uuid, 0));
}

async fn adding_twice_makes_two(repo: Repo) {
    let (cart, product) = (cart_fixture(&repo).await, product_fixture(&repo).await);
    add(&repo, &cart, &product).await;
    assert_eq!(content(&reload(&repo, &cart).await), [("some title", 1)]);
    add(&repo, &cart, &product).await;
    assert_eq!(content(&reload(&repo, &cart).await), [("some title", 2)]);
}

async fn the_price_of_the_time_of_carting_is_kept(repo: Repo) {
    let (cart, product) = (cart_fixture(&repo).await, priced(&repo, "Spade", "15").await);
    add(&repo, &cart, &product).await;
    let params = Params::from([("price", "20")]);
    catalog::update_product(&repo, &product, &params).await.expect("the database works").expect("valid");
    let cart = reload(&repo, &cart).await;
    let prices = (cart.items[0].price_when_carted, cart.items[0].product.price);
    assert_eq!(prices, (Decimal::from(15), Decimal::from(20)));
}

async fn there_are_less_than_a_hundred_of_each(repo: Repo) {
    let (cart, product) = (cart_fixture(&repo).await, product_fixture(&repo).await);
    add(&repo, &cart, &product).await;
    let full = reload(&repo, &cart).await;
    update(&repo, &full, json!([{"id": full.items[0].id, "quantity": 99}])).await.expect("valid");
    let item = shopping_cart::add_item_to_cart(&repo, &cart, product.id).await.expect("the database works");
    let errors = item.expect_err("the hundredth").traverse_errors(ToString::to_string);
    assert_eq!(json!(errors), json!({"quantity": ["must be less than 100"]}));
    assert_eq!(content(&reload(&repo, &cart).await), [("some title", 99)]);
}

async fn what_is_not_sold_cannot_be_added(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    let error = shopping_cart::add_item_to_cart(&repo, &cart, 12345).await.expect_err("nothing is sold");
    assert_eq!(error.status(), 404);
}

async fn items_are_removed_by_product(repo: Repo) {
    let (cart, other) = (cart_fixture(&repo).await, cart_fixture(&repo).await);
    let product = product_fixture(&repo).await;
    add(&repo, &cart, &product).await;
    add(&repo, &other, &product).await;
    for was_there in [true, false] {
        let removed = shopping_cart::remove_item_from_cart(&repo, &cart, product.id).await;
        assert_eq!(removed.expect("the database works"), was_there);
    }
    assert!(reload(&repo, &cart).await.items.is_empty());
    assert_eq!(reload(&repo, &other).await.items.len(), 1, "nobody else's");
}

async fn quantities_change_and_none_leaves_the_cart(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    for title in ["Spade", "Rake"] {
        add(&repo, &cart, &priced(&repo, title, "15").await).await;
    }
    let cart = reload(&repo, &cart).await;
    let items = json!({
        "0": {"id": cart.items[0].id, "quantity": "5"},
        "1": {"id": cart.items[1].id, "quantity": "0"},
    });
    update(&repo, &cart, items).await.expect("valid");
    assert_eq!(content(&reload(&repo, &cart).await), [("Spade", 5)]);
}

async fn wrong_quantities_leave_the_cart_as_it_is(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    for title in ["Spade", "Rake"] {
        add(&repo, &cart, &priced(&repo, title, "15").await).await;
    }
    let cart = reload(&repo, &cart).await;
    for (quantity, message) in [
        (json!("100"), "must be less than 100"),
        (json!("-1"), "must be greater than or equal to 0"),
        (json!(""), "can't be blank"),
        (json!("many"), "is invalid"),
    ] {
        let items = json!([
            {"id": cart.items[0].id, "quantity": 0},
            {"id": cart.items[1].id, "quantity": quantity},
        ]);
        let refused = update(&repo, &cart, items).await.expect_err("one of them is wrong");
        let errors = refused.nested_errors(ToString::to_string);
        assert_eq!(json!(errors), json!({"items": [{}, {"quantity": [message]}]}), "{quantity}");
    }
    assert_eq!(content(&reload(&repo, &cart).await), [("Spade", 1), ("Rake", 1)]);
}

async fn only_what_is_in_the_cart_changes(repo: Repo) {
    let (cart, other) = (cart_fixture(&repo).await, cart_fixture(&repo).await);
    let product = product_fixture(&repo).await;
    add(&repo, &cart, &product).await;
    add(&repo, &other, &product).await;
    let (cart, other) = (reload(&repo, &cart).await, reload(&repo, &other).await);
    let own = cart.items[0].id;
    let foreign = json!([{"id": own, "quantity": 2}, {"id": other.items[0].id, "quantity": 9}]);
    assert!(update(&repo, &cart, foreign).await.is_err(), "the second one is another visitor's");
    // Not its price, not its product; and what is not spoken of does not get lost.
    let free = json!([{"id": own, "quantity": 2, "price_when_carted": "0", "product_id": 1}]);
    update(&repo, &cart, free).await.expect("what else is said is not heard");
    assert!(update(&repo, &reload(&repo, &cart).await, json!([])).await.is_err(), "one item is missing");
    let (cart, other) = (reload(&repo, &cart).await, reload(&repo, &other).await);
    assert_eq!((content(&cart), content(&other)), (vec![("some title", 2)], vec![("some title", 1)]));
    assert_eq!(cart.items[0].price_when_carted, product.price);
}

async fn items_stand_in_the_order_in_which_they_came(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    let (spade, rake) = (priced(&repo, "Spade", "15").await, priced(&repo, "Rake", "7").await);
    for product in [&rake, &spade, &rake] {
        add(&repo, &cart, product).await;
    }
    assert_eq!(content(&reload(&repo, &cart).await), [("Rake", 2), ("Spade", 1)]);
}

async fn totals_are_todays_price_times_quantity(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    assert_eq!(shopping_cart::total_cart_price(&cart), Decimal::ZERO);
    let (spade, seeds) = (priced(&repo, "Spade", "15.50").await, priced(&repo, "Seeds", "0.333").await);
    for product in [&spade, &spade, &seeds, &seeds, &seeds] {
        add(&repo, &cart, product).await;
    }
    let cart = reload(&repo, &cart).await;
    assert_eq!(shopping_cart::total_item_price(&cart.items[0]), Decimal::from(31));
    assert_eq!(shopping_cart::total_cart_price(&cart), Decimal::new(31_999, 3));
}

async fn a_product_that_is_gone_leaves_the_carts(repo: Repo) {
    let (cart, product) = (cart_fixture(&repo).await, product_fixture(&repo).await);
    add(&repo, &cart, &product).await;
    catalog::delete_product(&repo, &product).await.expect("the database works").expect("nobody ordered it");
    assert!(reload(&repo, &cart).await.items.is_empty());
}
