//! What every shop begins with: its categories.

use bennu::prelude::*;
use bennu::repo::OnConflict;

use crate::catalog::Category;

/// Puts in what is missing; run it as often as you like.
///
/// # Errors
/// Where the database fails.
pub async fn run(repo: &Repo) -> Result {
    for title in ["Home Improvement", "Power Tools", "Gardening", "Books", "Education"] {
        let category = Changeset::from(Category).put_change(Category::title, title);
        repo.insert_with(category, OnConflict::nothing()).await??;
    }
    Ok(())
}
