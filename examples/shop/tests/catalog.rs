//! The catalog context: products, their categories and how often they are looked at.

use bennu::prelude::*;
use bennu::rust_decimal::Decimal;
use bennu::serde_json::{Value, json};
use shop::catalog::{self, Category, Product};

use crate::support::{category_fixture, on_each_database, product_fixture};

on_each_database! {
    list_products_returns_all_products,
    fetch_product_returns_the_product_with_given_id,
    create_product_with_valid_data_creates_a_product,
    create_product_with_invalid_data_says_what_is_wrong,
    update_product_with_valid_data_updates_the_product,
    update_product_with_invalid_data_leaves_it,
    delete_product_deletes_the_product,
    change_product_returns_a_changeset,
    categories_of_a_product_are_chosen_by_id,
    category_ids_that_are_none_are_refused,
    every_view_counts,
    list_categories_returns_all_by_title,
    create_category_with_valid_data_creates_a_category,
    create_category_with_invalid_data_says_what_is_wrong,
    update_category_with_valid_data_updates_the_category,
    delete_category_leaves_its_products,
}

fn valid() -> Params {
    Params::from([("title", "some title"), ("description", "some description"), ("price", "120.5")])
}

fn invalid() -> Params {
    ["title", "description", "price"].map(|field| (field, Value::Null)).into()
}

async fn fetched(repo: &Repo, id: i64) -> Product {
    catalog::fetch_product(repo, id).await.expect("it is there")
}

async fn updated(repo: &Repo, product: &Product, params: Params) -> Result<Product, Changeset<Product>> {
    catalog::update_product(repo, product, &params).await.expect("the database works")
}

async fn list_products_returns_all_products(repo: Repo) {
    let product = product_fixture(&repo).await;
    assert_eq!(catalog::list_products(&repo).await.expect("the database works"), [product]);
}

async fn fetch_product_returns_the_product_with_given_id(repo: Repo) {
    let product = product_fixture(&repo).await;
    assert_eq!(fetched(&repo, product.id).await, product);
    let error = catalog::fetch_product(&repo, product.id + 1).await.expect_err("there is one product");
    assert_eq!(error.status(), 404);
}

async fn create_product_with_valid_data_creates_a_product(repo: Repo) {
    let mut params = valid();
    params.insert("views", "1000000");
    let product = catalog::create_product(&repo, &params).await.expect("the database works").expect("valid");
    assert_eq!((&*product.title, &*product.description), ("some title", "some description"));
    assert_eq!((product.price, product.views), (Decimal::new(1205, 1), 0), "nobody says how often");
}

async fn create_product_with_invalid_data_says_what_is_wrong(repo: Repo) {
    let created = catalog::create_product(&repo, &invalid()).await.expect("the database works");
    let blank = "can't be blank";
    let errors = created.expect_err("nothing is there").traverse_errors(ToString::to_string);
    assert_eq!(json!(errors), json!({"title": [blank], "description": [blank], "price": [blank]}));
    let params = Params::from([
        ("title", "x".repeat(256)),
        ("description", "y".to_owned()),
        ("price", "-0.01".to_owned()),
    ]);
    let created = catalog::create_product(&repo, &params).await.expect("the database works");
    let errors = created.expect_err("too long, too cheap").traverse_errors(ToString::to_string);
    let expected = json!({
        "title": ["should be at most 255 character(s)"],
        "price": ["must be greater than or equal to 0"],
    });
    assert_eq!(json!(errors), expected);
    assert!(catalog::list_products(&repo).await.expect("the database works").is_empty());
}

async fn update_product_with_valid_data_updates_the_product(repo: Repo) {
    let product = product_fixture(&repo).await;
    let params = Params::from([("title", "some updated title"), ("price", "456.7")]);
    let product = updated(&repo, &product, params).await.expect("valid");
    assert_eq!(product, fetched(&repo, product.id).await);
    assert_eq!((&*product.title, product.price), ("some updated title", Decimal::new(4567, 1)));
    assert_eq!(product.description, "some description");
}

async fn update_product_with_invalid_data_leaves_it(repo: Repo) {
    let product = product_fixture(&repo).await;
    assert!(updated(&repo, &product, invalid()).await.is_err(), "nothing is there");
    assert_eq!(fetched(&repo, product.id).await, product);
}

async fn delete_product_deletes_the_product(repo: Repo) {
    let product = product_fixture(&repo).await;
    catalog::delete_product(&repo, &product).await.expect("the database works").expect("nobody has it");
    assert_eq!(catalog::fetch_product(&repo, product.id).await.expect_err("it is gone").status(), 404);
}

async fn change_product_returns_a_changeset(repo: Repo) {
    let product = product_fixture(&repo).await;
    let changeset = catalog::change_product(&repo, &product, &Params::new()).await.expect("no ids");
    assert!(changeset.valid() && changeset.changes().count() == 0, "{changeset:?}");
}

fn titles(product: &Product) -> Vec<&str> {
    product.categories.iter().map(|category| category.title.as_str()).collect()
}

async fn categories_of_a_product_are_chosen_by_id(repo: Repo) {
    let mut all: Vec<Category> = Vec::new();
    for title in ["Books", "Education", "Gardening"] {
        let category = catalog::create_category(&repo, &Params::from([("title", title)])).await;
        all.push(category.expect("the database works").expect("valid"));
    }
    let ids = |chosen: &[usize]| {
        Params::from([("category_ids", json!(chosen.iter().map(|at| all[*at].id).collect::<Vec<_>>()))])
    };
    let mut params = valid();
    params.merge(ids(&[1, 0]));
    let id = catalog::create_product(&repo, &params).await.expect("the database works").expect("valid").id;
    assert_eq!(titles(&fetched(&repo, id).await), ["Books", "Education"]);
    let product = fetched(&repo, id).await;
    updated(&repo, &product, ids(&[2, 0])).await.expect("valid");
    assert_eq!(titles(&fetched(&repo, id).await), ["Books", "Gardening"]);
    // What does not speak of categories leaves them; an empty choice, as a form sends it, takes all.
    let product = fetched(&repo, id).await;
    updated(&repo, &product, Params::from([("title", "other")])).await.expect("valid");
    let product = fetched(&repo, id).await;
    assert_eq!(titles(&product), ["Books", "Gardening"]);
    updated(&repo, &product, Params::from([("category_ids", json!([""]))])).await.expect("valid");
    assert_eq!(titles(&fetched(&repo, id).await), [""; 0]);
}

async fn category_ids_that_are_none_are_refused(repo: Repo) {
    for ids in [json!("1"), json!(["x"]), json!({"0": 1})] {
        let mut params = valid();
        params.insert("category_ids", ids.clone());
        let created = catalog::create_product(&repo, &params).await.expect("the database works");
        let errors = created.expect_err("these are no ids").traverse_errors(ToString::to_string);
        assert_eq!(json!(errors), json!({"category_ids": ["is invalid"]}), "{ids}");
    }
}

async fn every_view_counts(repo: Repo) {
    let product = product_fixture(&repo).await;
    // All of them have read the product before the first one counts.
    for views in 1..=3 {
        let seen = catalog::inc_page_views(&repo, product.clone()).await.expect("the database works");
        assert_eq!(seen.views, views);
    }
    assert_eq!(fetched(&repo, product.id).await.views, 3);
}

async fn list_categories_returns_all_by_title(repo: Repo) {
    let (first, second) = (category_fixture(&repo).await, category_fixture(&repo).await);
    let listed = catalog::list_categories(&repo).await.expect("the database works");
    assert!(listed.contains(&first) && listed.contains(&second) && listed.len() == 2, "{listed:?}");
    assert!(listed.is_sorted_by_key(|category| category.title.clone()), "{listed:?}");
    assert_eq!(catalog::fetch_category(&repo, first.id).await.expect("it is there"), first);
}

async fn create_category_with_valid_data_creates_a_category(repo: Repo) {
    let params = Params::from([("title", "some title")]);
    let category =
        catalog::create_category(&repo, &params).await.expect("the database works").expect("valid");
    assert_eq!(category.title, "some title");
}

async fn create_category_with_invalid_data_says_what_is_wrong(repo: Repo) {
    let category = category_fixture(&repo).await;
    for (title, message) in
        [(json!(null), "can't be blank"), (json!(category.title), "has already been taken")]
    {
        let created = catalog::create_category(&repo, &Params::from([("title", title)])).await;
        let changeset = created.expect("the database works").expect_err("it is not valid");
        assert_eq!(json!(changeset.traverse_errors(ToString::to_string)), json!({"title": [message]}));
    }
}

async fn update_category_with_valid_data_updates_the_category(repo: Repo) {
    let category = category_fixture(&repo).await;
    let params = Params::from([("title", "some updated title")]);
    let updated = catalog::update_category(&repo, &category, &params).await.expect("the database works");
    assert_eq!(updated.expect("valid").title, "some updated title");
    assert!(catalog::change_category(&category, &Params::new()).valid());
}

async fn delete_category_leaves_its_products(repo: Repo) {
    let (product, category) = (product_fixture(&repo).await, category_fixture(&repo).await);
    let params = Params::from([("category_ids", json!([category.id]))]);
    updated(&repo, &product, params).await.expect("valid");
    catalog::delete_category(&repo, &category).await.expect("the database works").expect("nothing keeps it");
    assert_eq!(titles(&fetched(&repo, product.id).await), [""; 0]);
}
