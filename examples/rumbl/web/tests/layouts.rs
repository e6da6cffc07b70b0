//! What is around every page.

use std::time::Duration;

use bennu::prelude::*;
use rumbl_testing::{on_each_database, user_fixture};

use crate::support::{logged_in, visitor};

const MAX_AGE: Duration = Duration::from_secs(2 * 7 * 24 * 60 * 60);

on_each_database! {
    the_way_in_and_the_way_out,
    users_have_a_token_for_sockets,
}

async fn the_way_in_and_the_way_out(repo: Repo) {
    let page = visitor(&repo).get("/").await.html_response(200);
    assert!(page.contains(r#"<a href="/users/new">Register</a>"#), "{page}");
    assert!(page.contains(r#"<a href="/sessions/new">Log in</a>"#) && !page.contains("Log out"), "{page}");
    let user = user_fixture(&repo).await;
    let page = logged_in(&repo, &user).get("/").await.html_response(200);
    assert!(page.contains(&user.username) && !page.contains("Register</a>"), "{page}");
    assert!(page.contains(r#"<a href="/manage/videos">My Videos</a>"#), "{page}");
    let logout = format!(r#"<a href="/sessions/{}" data-method="delete""#, user.id);
    assert!(page.contains(&logout), "{page}");
}

async fn users_have_a_token_for_sockets(repo: Repo) {
    let page = visitor(&repo).get("/").await.html_response(200);
    assert!(page.contains(r#"<meta name="user-token" content="">"#), "{page}");
    let user = user_fixture(&repo).await;
    let mut client = logged_in(&repo, &user);
    let page = client.get("/").await.html_response(200);
    let token = page.split(r#"name="user-token" content=""#).nth(1).and_then(|rest| rest.split('"').next());
    let shared = &**client.endpoint().shared();
    let id = bennu::token::verify::<i64>(shared, "user socket", token.expect("a token"), MAX_AGE);
    assert_eq!(id.ok(), Some(user.id));
}
