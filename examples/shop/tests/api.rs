//! The products as programs get them.

use bennu::http::Method;
use bennu::prelude::*;
use bennu::serde_json::{Value, json};
use bennu::testing::Client;
use shop::Router;

use crate::support::{category_fixture, on_each_database, product_fixture, visitor};

on_each_database! {
    api_lists_all_products,
    api_renders_product_when_data_is_valid,
    api_renders_errors_when_data_is_invalid,
    api_updates_what_is_sent,
    api_deletes_chosen_product,
    programs_are_no_visitors,
}

fn program(repo: &Repo) -> Client<Router> {
    let mut client = visitor(repo);
    client.put_header("accept", "application/json");
    client
}

async fn api_lists_all_products(repo: Repo) {
    let mut client = program(&repo);
    assert_eq!(client.get("/api/products").await.json_response::<Value>(200), json!({"data": []}));
    let product = product_fixture(&repo).await;
    let listed = client.get("/api/products").await.json_response::<Value>(200);
    assert_eq!(
        (&listed["data"][0]["id"], &listed["data"][0]["price"]),
        (&json!(product.id), &json!("120.50"))
    );
}

async fn api_renders_product_when_data_is_valid(repo: Repo) {
    let category = category_fixture(&repo).await;
    let mut client = program(&repo);
    let attrs = json!({
        "title": "some title", "description": "some description", "price": 120.5, "category_ids": [category.id],
    });
    let created = client.json(Method::POST, "/api/products", &json!({"product": attrs})).await;
    let data = created.json_response::<Value>(201);
    let id = data["data"]["id"].as_i64().expect("an id");
    let location = format!("/api/products/{id}");
    assert_eq!(created.header("location"), Some(location.as_str()));
    let expected = json!({"data": {
        "id": id,
        "title": "some title",
        "description": "some description",
        "price": "120.50",
        "views": 0,
        "categories": [category.title],
    }});
    assert_eq!(client.get(&location).await.json_response::<Value>(200), expected);
    assert_eq!(data, expected);
}

async fn api_renders_errors_when_data_is_invalid(repo: Repo) {
    let mut client = program(&repo);
    let attrs = json!({"product": {"title": null, "description": null, "price": null}});
    let refused = client.json(Method::POST, "/api/products", &attrs).await.json_response::<Value>(422);
    let blank = ["can't be blank"];
    assert_eq!(refused, json!({"errors": {"title": blank, "description": blank, "price": blank}}));
    client.json(Method::POST, "/api/products", &json!({})).await.assert_error_sent(400);
}

async fn api_updates_what_is_sent(repo: Repo) {
    let address = format!("/api/products/{}", product_fixture(&repo).await.id);
    let mut client = program(&repo);
    let attrs = json!({"product": {"title": "some updated title"}});
    let updated = client.json(Method::PUT, &address, &attrs).await.json_response::<Value>(200);
    assert_eq!(
        (&updated["data"]["title"], &updated["data"]["price"]),
        (&json!("some updated title"), &json!("120.50"))
    );
    let attrs = json!({"product": {"price": -1}});
    client.json(Method::PUT, &address, &attrs).await.assert_status(422);
}

async fn api_deletes_chosen_product(repo: Repo) {
    let address = format!("/api/products/{}", product_fixture(&repo).await.id);
    let mut client = program(&repo);
    assert_eq!(client.delete(&address).await.assert_status(204).body(), b"");
    client.get(&address).await.assert_error_sent(404);
}

async fn programs_are_no_visitors(repo: Repo) {
    let mut client = program(&repo);
    let answer = client.get("/api/products").await;
    assert_eq!(
        (answer.header("set-cookie"), repo.count(shop::shopping_cart::Cart).await.ok()),
        (None, Some(0))
    );
}
