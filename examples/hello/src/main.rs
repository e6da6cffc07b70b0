//! Runs the example on `PORT` (4000) with the SQLite database of `DATABASE_URL` (`hello.sqlite` in this directory); with
//! `routes` behind its name it prints its routes instead.

use std::env;

use bennu::endpoint::Config;
use bennu::{Result, command};
use hello::router::Router;

#[tokio::main]
async fn main() -> Result {
    let config = Config::from_env()?;
    if command::run::<Router>(&config, env::args().skip(1))? {
        return Ok(());
    }
    tracing_subscriber::fmt().with_target(false).init();
    let database = env::var("DATABASE_URL").unwrap_or_else(|_| "hello.sqlite".to_owned());
    hello::endpoint(&database, config).await?.run().await?;
    Ok(())
}
