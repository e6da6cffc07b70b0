//! What is for sale: the schema, and what it takes for params to become a product.

use bennu::changeset::Limits;
use bennu::prelude::*;
use bennu::rust_decimal::Decimal;

use super::Category;

schema! {
    /// Something to buy.
    pub struct Product in "products" {
        title: String,
        description: String,
        /// In dollars.
        price: Decimal,
        /// How often its page was looked at.
        views: i64 = 0,
        many_to_many categories: Category {
            join_through: "product_categories", on_replace: delete, preload_order: [title],
        },
        timestamps,
    }
}

pub(super) fn changeset(product: impl Into<Changeset<Product>>, params: &Params) -> Changeset<Product> {
    let columns = (Product::title, Product::description, Product::price);
    product
        .into()
        .cast(params, columns)
        .validate_required(columns)
        .validate_length(Product::title, ..=255)
        .validate_length(Product::description, ..=10_000)
        .validate_number(Product::price, Limits::new().greater_than_or_equal_to(0).less_than(1_000_000))
}

/// A product that stands in an order stays: orders say what was bought.
pub(super) fn removal(product: &Product) -> Changeset<Product> {
    Changeset::from(product)
        .foreign_key_constraint(Product::id)
        .named("order_line_items_product_id_fkey")
        .message("has been ordered")
}
