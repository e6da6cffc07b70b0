//! A message board and a live counter: the smallest application that goes through every layer of Bennu.

pub mod messages;
pub mod router;
pub mod web;

use bennu::endpoint::Config;
use bennu::repo::Repo;
use bennu::{Endpoint, Result};

use crate::router::Router;

/// What every request can reach: the application's state.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub repo: Repo,
}

/// A request on its way through this application.
pub type Conn = bennu::Conn<App>;

/// Opens the database, brings its tables up to date and puts the application behind an endpoint.
///
/// # Errors
/// Where the database cannot be opened or migrated.
pub async fn endpoint(database: &str, config: Config) -> Result<Endpoint<Router>> {
    let repo = Repo::sqlite(database).await?;
    repo.migrate(messages::MIGRATIONS).await?;
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
    Ok(Endpoint::new(App { repo }, config).static_files("/assets", assets))
}
