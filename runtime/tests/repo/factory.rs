//! Factories come in, rows of which each is different are in each database.

use std::collections::BTreeSet;

use bennu::repo::{Migration, Repo};
use bennu::testing::{Factory, sequence};

use super::on_each_database;

on_each_database! {
    rows_differ_where_they_must,
    a_row_brings_those_that_it_belongs_to,
    seeds_may_run_twice,
}

bennu::schema! { struct User in "users" { email: String, name: String = "Somebody", bio: Option<String> } }
bennu::schema! { struct Post in "posts" { title: String, user_id: i64, editor_id: Option<i64> } }

const TABLES: Migration = Migration::new(
    1,
    "create posts",
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, bio TEXT);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES users,
        editor_id INTEGER REFERENCES users);",
)
.on_postgres(
    "CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, bio text);
    CREATE TABLE posts (id bigserial PRIMARY KEY, title text NOT NULL, user_id bigint NOT NULL REFERENCES users,
        editor_id bigint REFERENCES users);",
);

fn user() -> Factory<User> {
    Factory::new(User).put(User::email, sequence(|number| format!("user{number}@example.com")))
}

fn post() -> Factory<Post> {
    Factory::new(Post).put(Post::title, "A post").belongs_to(Post::user_id, user)
}

fn edited() -> Factory<Post> {
    post().belongs_to(Post::editor_id, user)
}

async fn rows_differ_where_they_must(repo: Repo) {
    repo.migrate(&[TABLES]).await.unwrap();
    let users = Factory::insert_list(20, &repo, user).await;
    let emails: BTreeSet<_> = users.iter().map(|user| user.email.as_str()).collect();
    assert_eq!((emails.len(), users[0].name.as_str()), (20, "Somebody"));
    let ann = user().put(User::name, "Ann").insert(&repo).await;
    assert_eq!(repo.fetch::<User>(ann.id).await.unwrap().name, "Ann");
    assert_eq!(repo.all(User).await.unwrap().len(), 21);
}

async fn a_row_brings_those_that_it_belongs_to(repo: Repo) {
    repo.migrate(&[TABLES]).await.unwrap();
    let ann = user().insert(&repo).await;
    let posts = Factory::insert_list(5, &repo, || post().put(Post::user_id, ann.id)).await;
    assert!(posts.iter().all(|post| post.user_id == ann.id && post.editor_id.is_none()));
    assert_eq!((repo.all(Post).await.unwrap().len(), repo.all(User).await.unwrap().len()), (5, 1));
    let edited = edited().insert(&repo).await;
    let [writer, editor] = [edited.user_id, edited.editor_id.unwrap()];
    assert!(writer != editor && writer != ann.id);
    repo.fetch::<User>(editor).await.unwrap();
    assert_eq!(repo.all(User).await.unwrap().len(), 3);
}

/// What a program calls for `my_app seed`: it may run any number of times.
async fn seed(repo: &Repo) -> bennu::Result {
    for name in ["Ann", "Bob"] {
        if repo.get_by(User::name, name).await?.is_none() {
            user().put(User::name, name).insert(repo).await;
        }
    }
    Ok(())
}

async fn seeds_may_run_twice(repo: Repo) {
    repo.migrate(&[TABLES]).await.unwrap();
    seed(&repo).await.unwrap();
    seed(&repo).await.unwrap();
    assert_eq!(repo.all(User).await.unwrap().len(), 2);
}

#[test]
fn rows_are_built_without_a_database() {
    let built = edited().build();
    assert_eq!((built.id, built.user_id, built.editor_id), (0, 0, Some(0)));
    assert_eq!(post().put(Post::user_id, 7).build().user_id, 7);
    assert_eq!(Factory::build_list(3, user).len(), 3);
}

#[test]
fn params_are_what_was_put() {
    let params = user().put(User::bio, None::<String>).params();
    assert!(params.get("email").is_some_and(|email| email.to_string().contains("@example.com")));
    assert!(params.get("bio").is_none() && params.get("name").is_none());
}

#[tokio::test]
#[should_panic(expected = "the factory's row of `users` is refused: [(\"email\", [\"can't be blank\"])]")]
async fn what_lacks_a_value_is_named() {
    let repo = super::databases::sqlite().await;
    Factory::new(User).insert(&repo).await;
}
