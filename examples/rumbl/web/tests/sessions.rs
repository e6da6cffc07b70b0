//! Logging in and out.

use bennu::prelude::*;
use rumbl_testing::{on_each_database, user_named};

use crate::support::visitor;

on_each_database! {
    the_right_password_lets_in,
    a_wrong_password_does_not,
    whoever_logs_out_is_forgotten,
}

async fn the_right_password_lets_in(repo: Repo) {
    let user = user_named(&repo, "eva").await;
    let mut client = visitor(&repo);
    assert!(client.get("/sessions/new").await.html_response(200).contains(r#"name="session[username]""#));
    let form = [("session[username]", "eva"), ("session[password]", "supersecret")];
    let answer = client.post("/sessions", &form).await;
    assert_eq!(answer.redirected_to(), "/");
    assert_eq!(client.session().get("user_id"), Some(user.id));
    assert!(client.get("/").await.html_text(200).contains("Welcome back!"));
}

async fn a_wrong_password_does_not(repo: Repo) {
    user_named(&repo, "eva").await;
    let mut client = visitor(&repo);
    client.get("/sessions/new").await;
    for (username, password) in [("eva", "badpass"), ("nobody", "supersecret")] {
        let form = [("session[username]", username), ("session[password]", password)];
        let page = client.post("/sessions", &form).await.html_response(200);
        assert!(page.contains("Invalid username/password combination"), "{page}");
        assert!(page.contains(&format!(r#"value="{username}""#)) && !page.contains(password), "{page}");
    }
    assert_eq!(client.session().get::<i64>("user_id"), None);
    client.post("/sessions", &[("session[username]", "eva")]).await.assert_status(400);
}

async fn whoever_logs_out_is_forgotten(repo: Repo) {
    let user = user_named(&repo, "eva").await;
    let mut client = crate::support::logged_in(&repo, &user);
    client.get("/").await;
    assert_eq!(client.delete(format!("/sessions/{}", user.id)).await.redirected_to(), "/");
    assert!(client.get("/").await.html_text(200).contains("Log in"));
}
