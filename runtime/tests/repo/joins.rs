//! Associations come in, queries join what belongs to a row.

use bennu::from;
use bennu::repo::{Migration, Repo};

use super::on_each_database;
use super::query::{Author, CREATE, Post, with_posts};

on_each_database! {
    associations_are_joined,
    a_query_preloads_what_belongs_to_its_rows,
    a_query_preloads_the_rows_of_its_joins,
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

/// Sorted texts of what is said of a post.
fn texts(post: &Post) -> Vec<&str> {
    let mut texts: Vec<&str> = post.comments.iter().map(|comment| &*comment.text).collect();
    texts.sort_unstable();
    texts
}

async fn a_query_preloads_what_belongs_to_its_rows(repo: Repo) {
    let repo = with_posts(repo).await;
    let posts = from!(p in Post, order_by: p.id, preload: [:author, comments: :post]);
    let posts = repo.all(from!(p in posts, where: p.likes > 4)).await.unwrap();
    assert_eq!((posts[0].author.name.as_str(), texts(&posts[0])), ("Ann", vec!["good", "well"]));
    assert_eq!(posts[1].comments[0].post.title, "Elixir");
    let one = repo.one(from!(p in Post, where: p.id == 2, preload: :comments)).await.unwrap().unwrap();
    assert!(one.comments.is_empty() && !one.author.is_loaded());
    let pinned = from!(a in Author, order_by: a.id, preload: ^Author::posts.with(Post::comments));
    assert_eq!(repo.all(&pinned).await.unwrap()[1].posts[0].comments[0].text, "fine");
    let mut stream = repo.stream(pinned);
    let said = stream.next().await.unwrap().unwrap_err().to_string();
    assert!(said.contains("a stream preloads nothing") && stream.next().await.is_none());
}

async fn a_query_preloads_the_rows_of_its_joins(repo: Repo) {
    let repo = with_posts(repo).await;
    let posts = from!(p in Post,
        join: a in p.author,
        left_join: c in p.comments,
        order_by: [desc: p.id, asc: c.id],
        select_merge: #{ title: lower(p.title) },
        preload: [author: a, comments: c]);
    let posts = repo.all(posts).await.unwrap();
    let found: Vec<_> = posts.iter().map(|post| (&*post.title, &*post.author.name, texts(post))).collect();
    let expected =
        [("elixir", "Bob", vec!["fine"]), ("ruby", "Ann", vec![]), ("rust", "Ann", vec!["good", "well"])];
    assert_eq!(found, expected);
    let authors = from!(a in Author,
        left_join: p in a.posts,
        left_join: c in p.comments,
        order_by: [a.id, p.id, c.id],
        preload: [posts: {p, comments: c, :author}]);
    let authors = repo.all(&authors).await.unwrap();
    assert_eq!(authors.iter().map(|author| author.posts.len()).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(texts(&authors[0].posts[0]), ["good", "well"]);
    assert_eq!(authors[0].posts[1].author.name, "Ann");
    let ann = from!(a in Author, join: p in a.posts, where: a.name == ^"Ann", preload: [posts: p]);
    assert_eq!(repo.one(ann).await.unwrap().unwrap().posts.len(), 2);
}
