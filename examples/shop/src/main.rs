//! Runs the shop on `PORT` (4000) with the database of `DATABASE_URL` (`shop.sqlite` in this directory): a SQLite file, or a
//! PostgreSQL server. With `routes` behind its name it prints its routes instead.

use std::env;

use bennu::endpoint::Config;
use bennu::{Repo, Result, command};
use shop::{MIGRATIONS, Router, endpoint, seeds};

#[tokio::main]
async fn main() -> Result {
    let config = Config::from_env()?;
    if command::run::<Router>(&config, env::args().skip(1))? {
        return Ok(());
    }
    tracing_subscriber::fmt().with_target(false).init();
    let database = env::var("DATABASE_URL").unwrap_or_else(|_| "shop.sqlite".to_owned());
    let repo = Repo::connect(&database).await?;
    repo.migrate(MIGRATIONS).await?;
    seeds::run(&repo).await?;
    endpoint(repo, config).run().await?;
    Ok(())
}
