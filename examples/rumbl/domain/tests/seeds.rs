//! What every Rumbl begins with.

use bennu::prelude::*;
use rumbl_domain::{accounts, multimedia, seeds};
use rumbl_testing::on_each_database;

on_each_database! {
    seeds_can_be_run_again,
}

async fn seeds_can_be_run_again(repo: Repo) {
    for _ in 0..2 {
        seeds::run(&repo).await.expect("the seeds are valid");
    }
    let mut categories = multimedia::list_alphabetical_categories(&repo).await.expect("the database works");
    categories.sort_by_key(|category| category.id);
    let names: Vec<_> = categories.iter().map(|category| category.name.as_str()).collect();
    assert_eq!(names, ["Action", "Drama", "Romance", "Comedy", "Sci-fi"]);
    let users = accounts::list_users(&repo).await.expect("the database works");
    assert_eq!(users.iter().map(|user| user.username.as_str()).collect::<Vec<_>>(), ["wolfram"]);
    assert_eq!(users[0].password_hash, None);
}
