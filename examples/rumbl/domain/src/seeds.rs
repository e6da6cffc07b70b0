//! What every Rumbl begins with: its categories, and a robot that knows things.

use bennu::prelude::*;

use crate::accounts::{self, User};
use crate::multimedia;

/// Puts in what is missing; run it as often as you like.
///
/// # Errors
/// Where the database fails.
pub async fn run(repo: &Repo) -> Result {
    for category in ["Action", "Drama", "Romance", "Comedy", "Sci-fi"] {
        multimedia::create_category(repo, category).await?;
    }
    if accounts::get_user_by(repo, User::username, "wolfram").await?.is_none() {
        let robot = Params::from([("name", "Wolfram"), ("username", "wolfram")]);
        accounts::create_user(repo, &robot).await??;
    }
    Ok(())
}
