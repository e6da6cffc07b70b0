//! The tables, in the order in which they came to be.

use bennu::repo::migration::{
    Change, ColumnType, Migration, OnChange, check, decimal, index, integer, references, string, table, text,
    unique_index, uuid,
};

/// All migrations, as [`Repo::migrate`](bennu::Repo::migrate) takes them.
pub const MIGRATIONS: &[Migration] = &[
    Migration::change(20210201185747, "create products", create_products),
    Migration::change(20210203192325, "create categories", create_categories),
    Migration::change(20210203193002, "create product_categories", create_product_categories),
    Migration::change(20210205203128, "create carts", create_carts),
    Migration::change(20210205213410, "create cart_items", create_cart_items),
    Migration::change(20210209214612, "create orders", create_orders),
    Migration::change(20210209215050, "create order_line_items", create_order_line_items),
];

fn create_products(change: &mut Change) {
    change.create(
        table("products")
            .add("title", string().null(false))
            .add("description", text().null(false))
            .add("price", money())
            .add("views", integer().null(false).default(0))
            .timestamps(),
    );
}

fn create_categories(change: &mut Change) {
    change.create(table("categories").add("title", string().null(false)).timestamps());
    change.create(unique_index("categories", ["title"]));
}

fn create_product_categories(change: &mut Change) {
    change.create(
        table("product_categories")
            .without_id()
            .add("product_id", owner("products"))
            .add("category_id", owner("categories")),
    );
    change.create(index("product_categories", ["product_id"]));
    change.create(unique_index("product_categories", ["category_id", "product_id"]));
}

fn create_carts(change: &mut Change) {
    change.create(table("carts").add("user_uuid", uuid().null(false)).timestamps());
    change.create(unique_index("carts", ["user_uuid"]));
}

fn create_cart_items(change: &mut Change) {
    change.create(
        table("cart_items")
            .add("price_when_carted", money())
            .add("quantity", integer().null(false))
            .add("cart_id", owner("carts"))
            .add("product_id", owner("products"))
            .timestamps(),
    );
    change.create(index("cart_items", ["product_id"]));
    change.create(unique_index("cart_items", ["cart_id", "product_id"]));
    // What is added one by one meets no changeset that knows the sum.
    change.create(check("cart_items", "quantity_must_be_sensible", "quantity >= 0 AND quantity < 100"));
}

fn create_orders(change: &mut Change) {
    change.create(
        table("orders").add("user_uuid", uuid().null(false)).add("total_price", money()).timestamps(),
    );
}

fn create_order_line_items(change: &mut Change) {
    change.create(
        table("order_line_items")
            .add("price", money())
            .add("quantity", integer().null(false))
            .add("order_id", owner("orders"))
            .add("product_id", references("products").null(false))
            .timestamps(),
    );
    change.create(index("order_line_items", ["order_id"]));
    change.create(index("order_line_items", ["product_id"]));
}

fn money() -> ColumnType {
    decimal(15, 6).null(false)
}

/// A row that this one goes with.
fn owner(table: &str) -> ColumnType {
    references(table).on_delete(OnChange::DeleteAll).null(false).into()
}
