//! The web of the shop: its routes, and what it answers.

pub mod api;
pub mod cart_items;
pub mod carts;
pub mod core_components;
pub mod currency;
pub mod layouts;
pub mod orders;
pub mod products;
pub mod router;
pub mod visitor;
