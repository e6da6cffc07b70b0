//! The plugs of authentication alone, behind the pipeline of browsers.

use bennu::Body;
use bennu::http::Request;
use bennu::prelude::*;
use bennu::testing::Client;
use rumbl_domain::accounts::User;
use rumbl_testing::{on_each_database, user_fixture};
use rumbl_web::{Conn, CurrentUser, Router, auth};

use crate::support::{logged_in, visitor};

on_each_database! {
    authenticate_user_halts_when_no_current_user_exists,
    authenticate_user_for_existing_current_user,
    login_puts_the_user_in_the_session,
    logout_drops_the_session,
    call_places_user_from_session_into_assigns,
    call_with_no_session_sets_current_user_to_none,
    call_keeps_a_user_who_is_there_already,
    authenticate_user_wants_the_plug_before_it,
}

/// A conn that has passed the pipeline of browsers.
async fn browsed(client: &Client<Router>) -> Conn {
    let mut conn = bare(client).await;
    Router::pipeline_browser(&mut conn).await.expect("the pipeline lets pass");
    conn
}

async fn bare(client: &Client<Router>) -> Conn {
    let request = Request::get("/").body(Body::empty()).expect("a request");
    client.conn(request).await.expect("the request can be read")
}

fn current(conn: &Conn) -> Option<&User> {
    conn.assigned::<CurrentUser>().expect("the plug has run").0.as_ref()
}

async fn authenticate_user_halts_when_no_current_user_exists(repo: Repo) {
    let mut conn = browsed(&visitor(&repo)).await;
    auth::authenticate_user(&mut conn).await.expect("it answers");
    assert!(conn.halted());
}

async fn authenticate_user_for_existing_current_user(repo: Repo) {
    let user = user_fixture(&repo).await;
    let mut conn = browsed(&visitor(&repo)).await;
    conn.assign(CurrentUser(Some(user)));
    auth::authenticate_user(&mut conn).await.expect("it lets pass");
    assert!(!conn.halted());
}

async fn login_puts_the_user_in_the_session(repo: Repo) {
    let user = user_fixture(&repo).await;
    let mut client = visitor(&repo);
    let mut conn = browsed(&client).await;
    auth::login(&mut conn, user.clone()).text("").expect("nothing was sent");
    client.sent(conn).await.expect("the session fits into a cookie");
    assert_eq!(client.session().get("user_id"), Some(user.id));
}

async fn logout_drops_the_session(repo: Repo) {
    let user = user_fixture(&repo).await;
    let mut client = logged_in(&repo, &user);
    let mut conn = browsed(&client).await;
    auth::logout(&mut conn).text("").expect("nothing was sent");
    client.sent(conn).await.expect("there is an answer");
    assert!(client.session().is_empty());
}

async fn call_places_user_from_session_into_assigns(repo: Repo) {
    let user = user_fixture(&repo).await;
    let conn = browsed(&logged_in(&repo, &user)).await;
    assert_eq!(current(&conn).map(|found| found.id), Some(user.id));
}

async fn call_with_no_session_sets_current_user_to_none(repo: Repo) {
    let conn = browsed(&visitor(&repo)).await;
    assert_eq!(current(&conn), None);
}

async fn call_keeps_a_user_who_is_there_already(repo: Repo) {
    let (user, other) = (user_fixture(&repo).await, user_fixture(&repo).await);
    let mut conn = browsed(&logged_in(&repo, &user)).await;
    conn.assign(CurrentUser(Some(other.clone())));
    auth::fetch_current_user(&mut conn).await.expect("it lets pass");
    assert_eq!(current(&conn).map(|found| found.id), Some(other.id));
}

async fn authenticate_user_wants_the_plug_before_it(repo: Repo) {
    let mut conn = bare(&visitor(&repo)).await;
    let error = auth::authenticate_user(&mut conn).await.expect_err("nobody has looked for the user");
    assert_eq!(error.status(), 500);
}
