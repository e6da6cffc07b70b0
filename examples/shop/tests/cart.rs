//! The cart and the orders, as browsers see them.

use bennu::prelude::*;
use bennu::serde_json::json;
use bennu::testing::Client;
use bennu::uuid::Uuid;
use shop::Router;
use shop::shopping_cart::{self, Cart};

use crate::support::{add, cart_fixture, on_each_database, priced, product_fixture, visitor};

on_each_database! {
    an_empty_cart_says_so,
    products_are_added_to_the_cart,
    a_hundredth_is_an_error,
    the_cart_shows_prices_and_their_total,
    quantities_are_updated,
    a_wrong_quantity_is_shown_at_its_input,
    items_of_others_do_not_get_in,
    items_are_removed,
    an_order_is_made_and_shown,
    an_order_of_nothing_is_an_error,
    an_order_is_shown_to_its_owner_alone,
    every_form_wants_its_token,
}

/// A browser of the visitor whose cart it is.
async fn owner(repo: &Repo, cart: &Cart) -> Client<Router> {
    let mut client = visitor(repo);
    client.put_session("current_uuid", &cart.user_uuid);
    client.get("/products").await;
    client
}

/// The cart of a browser.
async fn cart_of(repo: &Repo, client: &Client<Router>) -> Cart {
    let uuid: Uuid = client.session().get("current_uuid").expect("a visitor");
    let cart = shopping_cart::get_cart_by_user_uuid(repo, uuid).await.expect("the database works");
    cart.expect("each visitor has one")
}

async fn an_empty_cart_says_so(repo: Repo) {
    let page = visitor(&repo).get("/cart").await.html_text(200);
    assert!(page.contains("My Cart") && page.contains("Your cart is empty"), "{page}");
    assert!(!page.contains("Total"), "{page}");
}

async fn products_are_added_to_the_cart(repo: Repo) {
    let product = product_fixture(&repo).await;
    let mut client = visitor(&repo);
    let page = client.get(format!("/products/{}", product.id)).await.html_response(200);
    let address = format!("/cart_items?product_id={}", product.id);
    assert!(page.contains(&format!(r#"<form action="{address}" method="post">"#)), "{page}");
    for quantity in 1..=2 {
        let answer = client.post(&address, &()).await;
        assert_eq!(answer.redirected_to(), "/cart");
        assert!(client.get("/cart").await.html_text(200).contains("Item added to your cart"));
        assert_eq!(cart_of(&repo, &client).await.items[0].quantity, quantity);
    }
    client.post("/cart_items?product_id=12345", &()).await.assert_error_sent(404);
    client.post("/cart_items", &()).await.assert_error_sent(400);
}

async fn a_hundredth_is_an_error(repo: Repo) {
    let (cart, product) = (cart_fixture(&repo).await, product_fixture(&repo).await);
    add(&repo, &cart, &product).await;
    let mut client = owner(&repo, &cart).await;
    let id = cart_of(&repo, &client).await.items[0].id;
    let most = json!({"cart": {"items": {"0": {"id": id, "quantity": 99}}}});
    assert_eq!(client.put("/cart", &most).await.redirected_to(), "/cart");
    let answer = client.post(format!("/cart_items?product_id={}", product.id), &()).await;
    let page = client.follow_redirect(&answer).await.html_text(200);
    assert!(page.contains("There was an error adding the item to your cart"), "{page}");
}

async fn the_cart_shows_prices_and_their_total(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    let (book, spade) =
        (priced(&repo, "Metaprogramming Elixir", "15").await, priced(&repo, "Spade", "7.505").await);
    for product in [&book, &book, &spade] {
        add(&repo, &cart, product).await;
    }
    let page = owner(&repo, &cart).await.get("/cart").await;
    let text = page.html_text(200);
    for part in ["Metaprogramming Elixir", "$15.00 each", "$30.00", "Spade", "$7.51", "Total: $37.51"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(page.text().contains(r#"name="cart[items][0][quantity]" value="2""#), "{}", page.text());
}

async fn quantities_are_updated(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    for title in ["Spade", "Rake"] {
        add(&repo, &cart, &priced(&repo, title, "15").await).await;
    }
    let mut client = owner(&repo, &cart).await;
    let ids: Vec<_> = cart_of(&repo, &client).await.items.iter().map(|item| item.id).collect();
    let form = json!({"cart": {"items": {
        "0": {"_persistent_id": "0", "id": ids[0].to_string(), "quantity": "3"},
        "1": {"_persistent_id": "1", "id": ids[1].to_string(), "quantity": "0"},
    }}});
    assert_eq!(client.put("/cart", &form).await.redirected_to(), "/cart");
    let page = client.get("/cart").await.html_text(200);
    assert!(page.contains("Spade") && !page.contains("Rake") && page.contains("Total: $45.00"), "{page}");
}

async fn a_wrong_quantity_is_shown_at_its_input(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    add(&repo, &cart, &product_fixture(&repo).await).await;
    let mut client = owner(&repo, &cart).await;
    let id = cart_of(&repo, &client).await.items[0].id;
    let form = json!({"cart": {"items": {"0": {"id": id, "quantity": "1000"}}}});
    let answer = client.put("/cart", &form).await;
    let page = answer.html_text(200);
    assert!(page.contains("There was an error updating your cart"), "{page}");
    assert!(page.contains("must be less than 100") && answer.text().contains(r#"value="1000""#), "{page}");
    assert_eq!(cart_of(&repo, &client).await.items[0].quantity, 1);
    let page = client.put("/cart", &[("cart[items]", "x")]).await.html_text(200);
    assert!(page.contains("There was an error") && page.contains("some title"), "{page}");
    client.put("/cart", &json!({"items": {}})).await.assert_error_sent(400);
}

async fn items_of_others_do_not_get_in(repo: Repo) {
    let (cart, other) = (cart_fixture(&repo).await, cart_fixture(&repo).await);
    let product = product_fixture(&repo).await;
    add(&repo, &cart, &product).await;
    add(&repo, &other, &product).await;
    let foreign = cart_of(&repo, &owner(&repo, &other).await).await.items[0].id;
    let mut client = owner(&repo, &cart).await;
    let own = cart_of(&repo, &client).await.items[0].id;
    let items = json!({"0": {"id": foreign, "quantity": 9}, "1": {"id": own, "quantity": 2}});
    let form = json!({"cart": {"items": items}});
    let page = client.put("/cart", &form).await.html_text(200);
    assert!(page.contains("There was an error updating your cart"), "{page}");
    assert_eq!(cart_of(&repo, &client).await.items[0].quantity, 1);
}

async fn items_are_removed(repo: Repo) {
    let (cart, product) = (cart_fixture(&repo).await, product_fixture(&repo).await);
    add(&repo, &cart, &product).await;
    let mut client = owner(&repo, &cart).await;
    let address = format!("/cart_items/{}", product.id);
    assert!(
        client
            .get("/cart")
            .await
            .html_response(200)
            .contains(&format!(r#"<a href="{address}" data-method="delete""#))
    );
    for _ in 0..2 {
        assert_eq!(client.delete(&address).await.redirected_to(), "/cart");
    }
    assert!(client.get("/cart").await.html_text(200).contains("Your cart is empty"));
}

async fn an_order_is_made_and_shown(repo: Repo) {
    let (cart, book) = (cart_fixture(&repo).await, priced(&repo, "Metaprogramming Elixir", "15").await);
    for _ in 0..2 {
        add(&repo, &cart, &book).await;
    }
    let mut client = owner(&repo, &cart).await;
    let answer = client.post("/orders", &()).await;
    let page = client.follow_redirect(&answer).await;
    let text = page.html_text(200);
    for part in [
        "Order created successfully.",
        "Thank you for your order!",
        &format!("User uuid: {}", cart.user_uuid),
        "Total price: $30.00",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let cells: Vec<_> =
        page.text().split("<td").skip(1).filter_map(|cell| cell.split(['>', '<']).nth(1)).collect();
    assert_eq!(cells, ["Metaprogramming Elixir", "2", "$15.00"]);
    assert!(client.get("/cart").await.html_text(200).contains("Your cart is empty"));
}

async fn an_order_of_nothing_is_an_error(repo: Repo) {
    let mut client = visitor(&repo);
    client.get("/cart").await;
    let answer = client.post("/orders", &()).await;
    assert_eq!(answer.redirected_to(), "/cart");
    let page = client.follow_redirect(&answer).await.html_text(200);
    assert!(page.contains("There was an error processing your order"), "{page}");
}

async fn an_order_is_shown_to_its_owner_alone(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    add(&repo, &cart, &product_fixture(&repo).await).await;
    let mut client = owner(&repo, &cart).await;
    let address = client.post("/orders", &()).await.redirected_to();
    client.get(&address).await.assert_status(200);
    visitor(&repo).get(&address).await.assert_error_sent(404);
}

async fn every_form_wants_its_token(repo: Repo) {
    let cart = cart_fixture(&repo).await;
    add(&repo, &cart, &product_fixture(&repo).await).await;
    let mut client = visitor(&repo);
    client.put_session("current_uuid", &cart.user_uuid);
    client.post("/orders", &()).await.assert_error_sent(403);
    assert_eq!(cart_of(&repo, &client).await.items.len(), 1);
}
