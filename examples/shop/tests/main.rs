//! The shop in process, on each database, every test in a sandbox of its own; and in a browser.

mod api;
mod browser;
mod cart;
mod catalog;
mod orders;
mod products;
mod seeds;
mod shopping_cart;
mod support;
