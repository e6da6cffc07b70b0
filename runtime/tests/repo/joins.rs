//! Associations come in, queries join what belongs to a row.

use bennu::from;
use bennu::repo::{Migration, Repo};

use super::on_each_database;
use super::query::{Author, CREATE, Post, with_posts};

on_each_database! {
    associations_are_joined,
}

async fn associations_are_joined(repo: Repo) {
    let repo = with_posts(repo).await;
    let authors = from!(p in Post, join: a in p.author, order_by: p.id, select: (p.title, a.name));
    assert_eq!(repo.all(authors).await.unwrap()[2], ("Elixir".to_owned(), "Bob".to_owned()));
    let posts = from!(a in Author, left_join: p in a.posts, on: p.likes > 4, order_by: a.id, select: (a.name, p.title));
    let posts: Vec<(String, Option<String>)> = repo.all(posts).await.unwrap();
    let titles: Vec<Option<&str>> = posts.iter().map(|(_, title)| title.as_deref()).collect();
    assert_eq!(titles, [Some("Rust"), Some("Elixir"), None]);
    let through = from!(a in Author, join: c in a.comments, where: c.text != "well", order_by: c.id, select: (a.name, c.text));
    assert_eq!(
        repo.all(through).await.unwrap(),
        [("Ann".to_owned(), "good".to_owned()), ("Bob".to_owned(), "fine".to_owned())]
    );
    let table = "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE taggings (post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL);
         INSERT INTO tags (id, name) VALUES (1, 'systems'), (2, 'web');
         INSERT INTO taggings (post_id, tag_id) VALUES (1, 1), (1, 2), (3, 2);";
    repo.migrate(&[CREATE, Migration::new(2, "create tags", table)]).await.unwrap();
    let tagged =
        from!(p in Post, join: t in p.tags, where: t.name == ^"web", order_by: p.id, select: p.title);
    assert_eq!(repo.all(tagged).await.unwrap(), ["Rust", "Elixir"]);
}
