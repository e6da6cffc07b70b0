//! A line of an order: the schema.

use bennu::prelude::*;
use bennu::rust_decimal::Decimal;

use super::Order;
use crate::catalog::Product;

schema! {
    /// So many of a product that somebody has bought.
    pub struct LineItem in "order_line_items" {
        /// What one of them cost then, whatever it costs today.
        price: Decimal,
        quantity: i64,
        belongs_to order: Order,
        belongs_to product: Product,
        timestamps,
    }
}
