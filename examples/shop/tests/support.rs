//! A database for each test comes out, with rows to begin with and browsers on the shop.

use std::sync::LazyLock;

use bennu::endpoint::Config;
use bennu::prelude::*;
use bennu::testing::{Client, Sandbox, sequence};
use bennu::uuid::Uuid;
use shop::catalog::{self, Category, Product};
use shop::shopping_cart::{self, Cart};
use shop::{MIGRATIONS, Router, endpoint};

pub(crate) static SQLITE: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::new("sqlite::memory:", MIGRATIONS));
pub(crate) static POSTGRES: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::postgres(MIGRATIONS));

/// Makes a test of each function for each database: `async fn name(repo: Repo)` gets a database without rows, its own.
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                super::$name($crate::support::SQLITE.checkout().await.expect("a sandbox")).await;
            }
        )+}

        mod postgres {$(
            #[tokio::test]
            async fn $name() {
                super::$name($crate::support::POSTGRES.checkout().await.expect("a sandbox")).await;
            }
        )+}
    };
}

pub(crate) use on_each_database;

/// A browser of somebody who was never here.
pub(crate) fn visitor(repo: &Repo) -> Client<Router> {
    Client::new(endpoint(repo.clone(), Config::default()))
}

pub(crate) async fn product_fixture(repo: &Repo) -> Product {
    priced(repo, "some title", "120.5").await
}

pub(crate) async fn priced(repo: &Repo, title: &str, price: &str) -> Product {
    let params = Params::from([("title", title), ("description", "some description"), ("price", price)]);
    let product = catalog::create_product(repo, &params).await.expect("the database works");
    catalog::fetch_product(repo, product.expect("the product is valid").id).await.expect("it is there")
}

/// A category with a title that no other has.
pub(crate) async fn category_fixture(repo: &Repo) -> Category {
    let params = Params::from([("title", sequence(|number| format!("some title {number}")))]);
    catalog::create_category(repo, &params).await.expect("the database works").expect("the category is valid")
}

/// The cart of somebody new.
pub(crate) async fn cart_fixture(repo: &Repo) -> Cart {
    shopping_cart::create_cart(repo, Uuid::new_v4()).await.expect("the database works")
}

/// The cart as it is by now.
pub(crate) async fn reload(repo: &Repo, cart: &Cart) -> Cart {
    let cart = shopping_cart::get_cart_by_user_uuid(repo, cart.user_uuid).await.expect("the database works");
    cart.expect("it is there")
}

/// Puts one of a product into the cart.
pub(crate) async fn add(repo: &Repo, cart: &Cart, product: &Product) {
    let item = shopping_cart::add_item_to_cart(repo, cart, product.id).await.expect("the database works");
    item.expect("there is room for one more");
}
