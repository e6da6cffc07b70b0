//! The web of Rumbl: its routes, and what it answers.

pub mod auth;
pub mod core_components;
pub mod layouts;
pub mod pages;
pub mod router;
pub mod sessions;
pub mod users;
pub mod videos;
pub mod watch;

use bennu::endpoint::Config;
use bennu::{Endpoint, Repo};

pub use auth::CurrentUser;
pub use router::{Router, path};

/// What every request can reach.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub repo: Repo,
}

/// A request on its way through Rumbl.
pub type Conn = bennu::Conn<App>;

/// Rumbl, ready to serve.
#[must_use]
pub fn endpoint(repo: Repo, config: Config) -> Endpoint<Router> {
    Endpoint::new(App { repo }, config)
        .static_files("/assets", concat!(env!("CARGO_MANIFEST_DIR"), "/assets"))
}
