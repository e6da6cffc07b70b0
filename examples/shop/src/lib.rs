//! The shop of Phoenix's guides: a catalog, a cart for each visitor, and orders, in three contexts that use each other.

pub mod catalog;
mod migrations;
pub mod orders;
pub mod seeds;
pub mod shopping_cart;
pub mod web;

use bennu::endpoint::Config;
use bennu::{Changeset, Endpoint, Repo, repo};

pub use migrations::MIGRATIONS;
pub use web::router::Router;

/// What a write leads to: the row, or what is wrong with it.
pub type Written<T> = repo::Result<Result<T, Changeset<T>>>;

/// What every request can reach.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub repo: Repo,
}

/// A request on its way through the shop.
pub type Conn = bennu::Conn<App>;

/// The shop, ready to serve.
#[must_use]
pub fn endpoint(repo: Repo, config: Config) -> Endpoint<Router> {
    Endpoint::new(App { repo }, config)
        .static_files("/assets", concat!(env!("CARGO_MANIFEST_DIR"), "/assets"))
}
