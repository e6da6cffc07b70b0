//! What somebody has bought: the schema.

use bennu::prelude::*;
use bennu::rust_decimal::Decimal;
use bennu::uuid::Uuid;

use super::LineItem;
use crate::catalog::Product;

schema! {
    /// What a visitor has bought at one time.
    pub struct Order in "orders" {
        user_uuid: Uuid,
        total_price: Decimal,
        has_many line_items: LineItem { preload_order: [id] },
        has_many products: Product { through: [line_items, product] },
        timestamps,
    }
}
