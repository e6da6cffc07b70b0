//! What every shop begins with.

use bennu::prelude::*;
use shop::{catalog, seeds};

use crate::support::on_each_database;

on_each_database! {
    seeding_twice_is_seeding_once,
}

async fn seeding_twice_is_seeding_once(repo: Repo) {
    for _ in 0..2 {
        seeds::run(&repo).await.expect("the seeds are valid");
    }
    let categories = catalog::list_categories(&repo).await.expect("the database works");
    let titles: Vec<_> = categories.iter().map(|category| category.title.as_str()).collect();
    assert_eq!(titles, ["Books", "Education", "Gardening", "Home Improvement", "Power Tools"]);
}
