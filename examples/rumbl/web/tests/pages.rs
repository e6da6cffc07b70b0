//! The first page, and those that are not there.

use bennu::prelude::*;
use rumbl_testing::{on_each_database, user_fixture};

use crate::support::{logged_in, visitor};

on_each_database! {
    get_index,
    errors_are_plain_phrases,
}

async fn get_index(repo: Repo) {
    let page = visitor(&repo).get("/").await.html_response(200);
    assert!(page.contains("Welcome to Rumbl.io!") && page.contains("Rumbl out loud."), "{page}");
    let user = user_fixture(&repo).await;
    let page = logged_in(&repo, &user).get("/").await.html_response(200);
    assert!(page.contains("My Videos") && !page.contains("Create an account"), "{page}");
}

async fn errors_are_plain_phrases(repo: Repo) {
    let mut client = visitor(&repo);
    assert!(client.get("/nowhere").await.html_text(404).contains("Not Found"));
    // Without its tables the database fails.
    let empty = Repo::sqlite(":memory:").await.expect("a database in memory");
    let mut client = visitor(&empty);
    assert!(client.get("/watch/1").await.html_text(500).contains("Internal Server Error"));
}
