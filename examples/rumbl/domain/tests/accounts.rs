//! Who joins, who does not, and who is let in.

use bennu::changeset::Action;
use bennu::prelude::*;
use rumbl_domain::accounts::{self, Denied, User};
use rumbl_testing::{on_each_database, user_fixture, user_named};

on_each_database! {
    register_user_with_valid_data_inserts_user,
    register_user_with_nothing_inserts_nothing,
    register_user_enforces_unique_usernames,
    register_user_does_not_accept_long_usernames,
    register_user_requires_passwords_of_six_characters,
    authenticate_returns_the_user_with_the_correct_password,
    authenticate_refuses_another_password,
    authenticate_finds_nobody,
    robots_are_never_let_in,
    users_are_found,
}

fn eva() -> Params {
    Params::from([("name", "User"), ("username", "eva"), ("password", "secret")])
}

fn with(name: &str, value: &str) -> Params {
    let mut params = eva();
    params.insert(name, value);
    params
}

/// What is said of each field.
fn errors_on(changeset: &Changeset<User>, field: &str) -> Vec<String> {
    changeset.traverse_errors(ToString::to_string).remove(field).unwrap_or_default()
}

async fn register(repo: &Repo, params: &Params) -> Result<User, Changeset<User>> {
    accounts::register_user(repo, params).await.expect("the database works")
}

async fn refused(repo: &Repo, params: &Params) -> Changeset<User> {
    register(repo, params).await.expect_err("this is not valid")
}

async fn users(repo: &Repo) -> Vec<User> {
    accounts::list_users(repo).await.expect("the database works")
}

async fn register_user_with_valid_data_inserts_user(repo: Repo) {
    let user = register(&repo, &eva()).await.expect("valid");
    assert_eq!((user.name.as_str(), user.username.as_str()), ("User", "eva"));
    assert!(user.password_hash.as_ref().is_some_and(|hash| hash.starts_with("$argon2id$")), "{user:?}");
    let found = users(&repo).await;
    assert_eq!(found.iter().map(|user| user.id).collect::<Vec<_>>(), [user.id]);
}

async fn register_user_with_nothing_inserts_nothing(repo: Repo) {
    let changeset = refused(&repo, &Params::new()).await;
    for field in ["name", "username", "password"] {
        assert_eq!(errors_on(&changeset, field), ["can't be blank"], "{field}");
    }
    assert!(users(&repo).await.is_empty());
}

async fn register_user_enforces_unique_usernames(repo: Repo) {
    let first = register(&repo, &eva()).await.expect("valid");
    let changeset = refused(&repo, &eva()).await;
    assert_eq!(errors_on(&changeset, "username"), ["has already been taken"]);
    assert_eq!(users(&repo).await.iter().map(|user| user.id).collect::<Vec<_>>(), [first.id]);
}

async fn register_user_does_not_accept_long_usernames(repo: Repo) {
    let changeset = refused(&repo, &with("username", &"a".repeat(30))).await;
    assert_eq!(errors_on(&changeset, "username"), ["should be at most 20 character(s)"]);
    assert!(users(&repo).await.is_empty());
}

async fn register_user_requires_passwords_of_six_characters(repo: Repo) {
    let changeset = refused(&repo, &with("password", "12345")).await;
    assert_eq!(errors_on(&changeset, "password"), ["should be at least 6 character(s)"]);
    assert_eq!(changeset.action(), Some(Action::Insert));
    assert!(!changeset.changed(User::password_hash), "nothing is hashed in vain");
    assert!(users(&repo).await.is_empty());
}

async fn authenticate(repo: &Repo, username: &str, pass: &str) -> Result<i64, Denied> {
    let user = accounts::authenticate_by_username_and_pass(repo, username, pass).await;
    user.expect("the database works").map(|user| user.id)
}

async fn authenticate_returns_the_user_with_the_correct_password(repo: Repo) {
    let user = user_named(&repo, "eva").await;
    assert_eq!(authenticate(&repo, "eva", "supersecret").await, Ok(user.id));
}

async fn authenticate_refuses_another_password(repo: Repo) {
    user_named(&repo, "eva").await;
    assert_eq!(authenticate(&repo, "eva", "badpass").await, Err(Denied::Unauthorized));
}

async fn authenticate_finds_nobody(repo: Repo) {
    assert_eq!(authenticate(&repo, "unknownuser", "123456").await, Err(Denied::NotFound));
}

async fn robots_are_never_let_in(repo: Repo) {
    let robot = Params::from([("name", "Wolfram"), ("username", "wolfram")]);
    accounts::create_user(&repo, &robot)
        .await
        .expect("the database works")
        .expect("valid without a password");
    assert_eq!(authenticate(&repo, "wolfram", "").await, Err(Denied::Unauthorized));
}

async fn users_are_found(repo: Repo) {
    let user = user_fixture(&repo).await;
    let found = accounts::get_user_by(&repo, User::username, user.username.as_str()).await;
    assert_eq!(found.expect("the database works").map(|user| user.id), Some(user.id));
    assert!(accounts::get_user(&repo, user.id).await.expect("the database works").is_some());
    assert!(accounts::get_user(&repo, user.id + 1).await.expect("the database works").is_none());
    let found = accounts::list_users_with_ids(&repo, &[user.id, user.id + 1]).await;
    assert_eq!(found.expect("the database works").len(), 1);
    let error = accounts::fetch_user(&repo, user.id + 1).await.expect_err("nobody");
    assert_eq!(error.status(), 404);
    assert_eq!(accounts::change_user(&user).changes().count(), 0);
}
