//! The pages about products, and who looks at them.

use bennu::prelude::*;
use bennu::serde_json::json;
use bennu::uuid::Uuid;
use shop::catalog;

use crate::support::{
    add, cart_fixture, category_fixture, on_each_database, priced, product_fixture, visitor,
};

on_each_database! {
    lists_all_products,
    renders_the_form_for_a_new_product,
    redirects_to_show_when_data_is_valid,
    renders_errors_when_data_is_invalid,
    renders_the_form_for_editing_the_chosen_product,
    updates_the_chosen_product,
    deletes_the_chosen_product,
    a_product_that_was_ordered_is_not_deleted,
    each_look_at_a_product_counts,
    categories_are_chosen_in_the_form,
    a_visitor_is_known_again,
    a_session_of_somebody_elses_making_is_a_new_visitor,
}

async fn lists_all_products(repo: Repo) {
    let mut client = visitor(&repo);
    assert!(client.get("/products").await.html_text(200).contains("Nothing on the shelves yet."));
    priced(&repo, "Spade <sharp>", "15").await;
    for path in ["/", "/products"] {
        let page = client.get(path).await.html_text(200);
        assert!(page.contains("Listing Products") && page.contains("Spade <sharp>"), "{page}");
        assert!(page.contains("$15.00"), "{page}");
    }
}

async fn renders_the_form_for_a_new_product(repo: Repo) {
    let page = visitor(&repo).get("/products/new").await.html_response(200);
    assert!(page.contains("New Product") && page.contains(r#"name="product[title]""#), "{page}");
}

async fn redirects_to_show_when_data_is_valid(repo: Repo) {
    let mut client = visitor(&repo);
    client.get("/products/new").await;
    let form =
        json!({"product": {"title": "some title", "description": "some description", "price": "120.5"}});
    let answer = client.post("/products", &form).await;
    let id: i64 = client.redirected_params(&answer).require("id").expect("the route has an id");
    let page = client.follow_redirect(&answer).await.html_text(200);
    assert!(page.contains("Product created successfully.") && page.contains("$120.50"), "{page}");
    assert_eq!(catalog::fetch_product(&repo, id).await.expect("it is there").title, "some title");
}

async fn renders_errors_when_data_is_invalid(repo: Repo) {
    let mut client = visitor(&repo);
    client.get("/products/new").await;
    let answer = client.post("/products", &[("product[title]", ""), ("product[price]", "cheap")]).await;
    let page = answer.html_text(200);
    assert!(page.contains("New Product") && page.contains("check the errors"), "{page}");
    assert!(page.contains("can't be blank") && page.contains("is invalid"), "{page}");
    assert!(answer.text().contains(r#"value="cheap""#), "what was typed comes back: {page}");
    client.post("/products", &[("title", "no product")]).await.assert_status(400);
}

async fn renders_the_form_for_editing_the_chosen_product(repo: Repo) {
    let product = product_fixture(&repo).await;
    let page = visitor(&repo).get(format!("/products/{}/edit", product.id)).await.html_response(200);
    assert!(page.contains("Edit Product") && page.contains(r#"value="some title""#), "{page}");
}

async fn updates_the_chosen_product(repo: Repo) {
    let address = format!("/products/{}", product_fixture(&repo).await.id);
    let mut client = visitor(&repo);
    client.get(&address).await;
    let answer = client.put(&address, &[("product[title]", "some updated title")]).await;
    assert_eq!(answer.redirected_to(), address);
    let page = client.follow_redirect(&answer).await.html_text(200);
    assert!(page.contains("Product updated successfully.") && page.contains("some updated title"), "{page}");
    let page = client.put(&address, &[("product[title]", "")]).await.html_text(200);
    assert!(page.contains("Edit Product") && page.contains("can't be blank"), "{page}");
}

async fn deletes_the_chosen_product(repo: Repo) {
    let address = format!("/products/{}", product_fixture(&repo).await.id);
    let mut client = visitor(&repo);
    client.get(&address).await;
    assert_eq!(client.delete(&address).await.redirected_to(), "/products");
    assert!(client.get("/products").await.html_text(200).contains("Product deleted successfully."));
    client.get(&address).await.assert_error_sent(404);
}

async fn a_product_that_was_ordered_is_not_deleted(repo: Repo) {
    let (cart, product) = (cart_fixture(&repo).await, product_fixture(&repo).await);
    add(&repo, &cart, &product).await;
    let mut client = visitor(&repo);
    client.put_session("current_uuid", &cart.user_uuid);
    client.get("/cart").await;
    client.post("/orders", &()).await.assert_status(302);
    let address = format!("/products/{}", product.id);
    assert_eq!(client.delete(&address).await.redirected_to(), address);
    assert!(client.get(&address).await.html_text(200).contains("has been ordered"));
}

async fn each_look_at_a_product_counts(repo: Repo) {
    let address = format!("/products/{}", product_fixture(&repo).await.id);
    let mut client = visitor(&repo);
    for views in 1..=2 {
        let page = client.get(&address).await.html_response(200);
        assert!(page.contains(&format!("<dt>Views</dt><dd>{views}</dd>")), "{page}");
    }
}

async fn categories_are_chosen_in_the_form(repo: Repo) {
    let (first, second) = (category_fixture(&repo).await, category_fixture(&repo).await);
    let mut client = visitor(&repo);
    let page = client.get("/products/new").await.html_response(200);
    let option = |id: i64, title: &str| format!(r#"<option value="{id}">{title}</option>"#);
    assert!(page.contains(&option(first.id, &first.title)), "{page}");
    assert!(
        page.contains(r#"<select id="product_category_ids" name="product[category_ids][]" multiple>"#),
        "{page}"
    );
    let id = second.id.to_string();
    let form = [
        ("product[title]", "Spade"),
        ("product[description]", "Digs."),
        ("product[price]", "15"),
        ("product[category_ids][]", ""),
        ("product[category_ids][]", &id),
    ];
    let answer = client.post("/products", &form).await;
    let page = client.follow_redirect(&answer).await.html_text(200);
    assert!(page.contains(&second.title) && !page.contains(&first.title), "{page}");
    let page = client.get(format!("{}/edit", answer.redirected_to())).await.html_response(200);
    let chosen = format!(r#"<option value="{id}" selected>{}</option>"#, second.title);
    assert!(page.contains(&chosen) && page.contains(&option(first.id, &first.title)), "{page}");
    // What does not hold comes back with the new choice.
    let form = json!({"product": {"title": "", "category_ids": [first.id]}});
    let page = client.put(answer.redirected_to(), &form).await.html_response(200);
    let chosen = format!(r#"<option value="{}" selected>{}</option>"#, first.id, first.title);
    assert!(page.contains(&chosen) && page.contains(&option(second.id, &second.title)), "{page}");
}

async fn a_visitor_is_known_again(repo: Repo) {
    let mut client = visitor(&repo);
    client.get("/products").await;
    let first: Uuid = client.session().get("current_uuid").expect("the plug has put it there");
    client.get("/cart").await;
    assert_eq!(client.session().get("current_uuid"), Some(first));
    let mut other = visitor(&repo);
    other.get("/products").await;
    assert_ne!(other.session().get("current_uuid"), Some(first));
}

async fn a_session_of_somebody_elses_making_is_a_new_visitor(repo: Repo) {
    let mut client = visitor(&repo);
    client.put_session("current_uuid", &"no UUID");
    client.get("/products").await.assert_status(200);
    client.session().get::<Uuid>("current_uuid").expect("a new one");
}
