//! Runs the example on `PORT` (4000) with the SQLite database of `DATABASE_URL` (`hello.sqlite` in this directory).

use std::env;

use bennu::Result;
use bennu::endpoint::Config;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result {
    tracing_subscriber::fmt().with_target(false).init();
    let config = Config::from_env()?;
    let database = env::var("DATABASE_URL").unwrap_or_else(|_| "hello.sqlite".to_owned());
    let listener = TcpListener::bind(config.address()).await?;
    hello::endpoint(&database, config).await?.serve(listener).await?;
    Ok(())
}
