//! Accounts, as browsers see them.

use bennu::prelude::*;
use rumbl_domain::accounts;
use rumbl_testing::{on_each_database, user_fixture};

use crate::support::{logged_in, visitor};

on_each_database! {
    whoever_registers_is_logged_in,
    an_account_without_a_name_comes_back,
    users_see_users,
}

async fn whoever_registers_is_logged_in(repo: Repo) {
    let mut client = visitor(&repo);
    assert!(client.get("/users/new").await.html_response(200).contains("New User"));
    let form = [("user[name]", "Eva Luator"), ("user[username]", "eva"), ("user[password]", "supersecret")];
    assert_eq!(client.post("/users", &form).await.redirected_to(), "/users");
    let page = client.get("/users").await.html_response(200);
    assert!(page.contains("Eva Luator created!") && page.contains("Listing Users"), "{page}");
    assert!(page.contains("<strong>Eva</strong> ("), "{page}");
}

async fn an_account_without_a_name_comes_back(repo: Repo) {
    let mut client = visitor(&repo);
    client.get("/users/new").await;
    let form = [("user[username]", "eva"), ("user[password]", "12345")];
    let answer = client.post("/users", &form).await;
    let page = answer.html_text(200);
    assert!(page.contains("check the errors") && page.contains("can't be blank"), "{page}");
    assert!(page.contains("should be at least 6 character(s)"), "{page}");
    assert!(!answer.text().contains("12345"), "a password is not sent back");
    assert!(accounts::list_users(&repo).await.expect("the database works").is_empty());
    client.post("/users", &[("name", "Eva")]).await.assert_status(400);
}

async fn users_see_users(repo: Repo) {
    let user = user_fixture(&repo).await;
    let address = format!("/users/{}", user.id);
    let mut client = visitor(&repo);
    for path in ["/users", &address] {
        assert_eq!(client.get(path).await.redirected_to(), "/");
        assert_eq!(client.flash().get("error"), Some("You must be logged in to access that page"));
    }
    let mut client = logged_in(&repo, &user);
    assert!(client.get("/users").await.html_response(200).contains(&address));
    let page = client.get(&address).await.html_response(200);
    let line = format!("<strong>Some</strong> ({})", user.id);
    assert!(page.contains("Showing User") && page.contains(&line), "{page}");
    client.get(format!("/users/{}", user.id + 1)).await.html_response(404);
    client.get("/users/first").await.html_response(400);
}
