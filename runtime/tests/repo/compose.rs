//! Parts of queries come in from several places, one query of them goes out.

use bennu::query::{Cte, Dynamic, Named, Query};
use bennu::repo::{Backend, Error, Repo};
use bennu::{dynamic, from};

use super::on_each_database;
use super::query::{Author, Comment, Post, with_posts};

on_each_database! {
    conditions_are_put_together_at_run_time,
    conditions_are_on_several_rows,
    rows_are_known_by_their_names,
    queries_within_know_the_rows_around_them,
    rows_are_joined_laterally,
    expressions_have_names_within_a_query,
    trees_are_walked,
    what_a_database_lacks_is_said,
    a_result_gets_more_fields,
    joins_that_leave_rows_out,
}

async fn titles(repo: &Repo, posts: Query<Post>) -> Vec<String> {
    repo.all(from!(p in posts, select: p.title, order_by: p.id)).await.expect("the query runs")
}

async fn conditions_are_put_together_at_run_time(repo: Repo) {
    let repo = with_posts(repo).await;
    let filtered = |filters: &[(&str, &str)]| {
        let wanted = filters.iter().fold(Dynamic::all(), |wanted, (name, value)| match *name {
            "title" => wanted.and(dynamic!(p in Post, like(p.title, ^value))),
            "least" => wanted.and(dynamic!(p in Post, p.likes >= ^value.parse::<i32>().unwrap())),
            _ => wanted,
        });
        from!(p in Post, where: p.id > 0 and ^wanted)
    };
    assert_eq!(titles(&repo, filtered(&[])).await.len(), 3);
    assert_eq!(titles(&repo, filtered(&[("title", "Ru%")])).await, ["Rust", "Ruby"]);
    assert_eq!(titles(&repo, filtered(&[("title", "Ru%"), ("least", "4"), ("x", "y")])).await, ["Rust"]);
    let ids = [1_i64, 2];
    let either = Dynamic::none()
        .or(dynamic!(p in Post, p.title == ^"Ruby"))
        .or(dynamic!(p in Post, p.id in ^ids and not ^dynamic!(q in Post, q.likes < 4)));
    assert_eq!(titles(&repo, from!(p in Post, where: ^&either)).await, ["Rust", "Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: ^!either)).await, ["Elixir"]);
    assert_eq!(titles(&repo, from!(p in Post, where: ^Dynamic::none())).await, [""; 0]);
    let often = dynamic!(p in Post, count(p.id) > 1);
    let authors = from!(p in Post, group_by: p.author_id, having: ^often, select: p.author_id);
    assert_eq!(repo.all(authors).await.unwrap(), [1]);
}

async fn conditions_are_on_several_rows(repo: Repo) {
    let repo = with_posts(repo).await;
    let (name, stars) = ("Ann", 4);
    let by = dynamic!([p, a] in (Post, Author), a.name == ^name and p.likes > 4);
    let posts = from!(p in Post, join: a in p.author, left_join: c in p.comments, on: c.stars > ^stars, where: ^by, select: (p.title, c.text));
    assert_eq!(repo.all(posts).await.unwrap(), [("Rust".to_owned(), Some("good".to_owned()))]);
    let last = dynamic!([.., c] in (Post, Option<Comment>), is_nil(c.id));
    let posts = from!(p in Post, left_join: c in p.comments, where: ^last);
    assert_eq!(repo.all(posts).await.unwrap()[0].title, "Ruby");
}

const AUTHOR: Named<Author> = Named::new("author");
const POST: Named<Post> = Named::new("post");

fn with_author(posts: Query<Post>) -> Query<Post> {
    if posts.has_named_binding(AUTHOR) { posts } else { from!(p in posts, join: a in p.author, as: AUTHOR) }
}

async fn rows_are_known_by_their_names(repo: Repo) {
    let repo = with_posts(repo).await;
    let by_ann = from!([p, AUTHOR: a] in with_author(with_author(from!(p in Post))), where: a.name == ^"Ann" and p.likes > 4);
    assert_eq!(titles(&repo, by_ann.clone()).await, ["Rust"]);
    let names = from!([AUTHOR: a] in by_ann, join: c in Comment, on: c.post_id > 0, order_by: c.id, select: (a.name, c.text));
    assert_eq!(repo.all(names).await.unwrap()[2], ("Ann".to_owned(), "fine".to_owned()));
    let unknown = repo.all(from!([AUTHOR: a] in Post, where: a.name == "Ann")).await.unwrap_err();
    let said = unknown.to_string();
    assert!(matches!(unknown, Error::Query { table: "posts", .. }) && said.contains("`author`"), "{said}");
}

async fn queries_within_know_the_rows_around_them(repo: Repo) {
    let repo = with_posts(repo).await;
    let comments = from!(c in Comment, where: c.post_id == parent_as(POST).id and c.text != ^"well");
    let posts = from!(p in Post, as: POST, where: p.likes > ^2 and exists(subquery(&comments)));
    assert_eq!(titles(&repo, posts).await, ["Rust", "Elixir"]);
    let best = from!(c in &comments, select: max(c.stars));
    let best = from!(p in Post, as: POST, order_by: p.id, select: (p.title, subquery(best)));
    let best = repo.all(best).await.unwrap();
    assert_eq!((best[0].1, best[1].1, best[2].1), (Some(5), None, Some(4)));
    assert!(repo.all(comments).await.unwrap_err().to_string().contains("no query around"));
}

async fn rows_are_joined_laterally(repo: Repo) {
    let repo = with_posts(repo).await;
    const WRITER: Named<Author> = Named::new("writer");
    let newest =
        from!(p in Post, where: p.author_id == parent_as(WRITER).id, order_by: [desc: p.id], limit: ^1);
    let authors = from!(a in Author, as: WRITER, left_lateral_join: p in newest, order_by: a.id, select: (a.name, p.title));
    if repo.backend() == Backend::Sqlite {
        let said = repo.all(authors).await.unwrap_err().to_string();
        return assert!(said.contains("SQLite has no lateral joins"), "{said}");
    }
    let authors = repo.all(authors).await.unwrap();
    let titles: Vec<_> = authors.iter().map(|(_, title)| title.as_deref()).collect();
    assert_eq!(titles, [Some("Ruby"), Some("Elixir"), None]);
}

async fn expressions_have_names_within_a_query(repo: Repo) {
    let repo = with_posts(repo).await;
    let least = 4;
    let popular = Cte::new("popular", from!(p in Post, where: p.likes > ^least));
    let pairs = from!(a in Author,
        join: p in &popular, on: p.author_id == a.id,
        where: p.id in subquery(from!(p in &popular, where: p.title != ^"x", select: p.id)) and a.id > ^0,
        order_by: a.id,
        select: (a.name, p.title));
    let (sql, values) = repo.to_sql(&pairs);
    assert_eq!(sql.matches("WITH").count(), 1, "{sql}");
    assert_eq!(values.len(), 3, "{sql}");
    let pairs = repo.all(pairs).await.unwrap();
    assert_eq!(pairs[1], ("Bob".to_owned(), "Elixir".to_owned()));
    // Its associations are those of its rows.
    let authors = from!(p in popular.clone().materialized(true), join: a in p.author, order_by: p.id, select: (p, a.name));
    let authors = repo.all(authors).await.unwrap();
    assert_eq!((authors[0].0.title.as_str(), authors[0].1.as_str()), ("Rust", "Ann"));
    let counts = Cte::new(
        "counts",
        from!(p in &popular, group_by: p.author_id, select: #{ author_id: p.author_id, posts: count(p.id) }),
    );
    let gone = from!(a in Author, join: c in &counts, on: c.author_id == a.id, where: c.posts == 1);
    assert_eq!(repo.delete_all(gone).await.unwrap(), 2);
    let other = Cte::new("popular", from!(p in Post, where: p.likes > ^0));
    let both = from!(p in &popular, join: o in &other, on: o.id == p.id);
    assert!(repo.all(both).await.unwrap_err().to_string().contains("two common table expressions"));
}

async fn trees_are_walked(repo: Repo) {
    let repo = with_posts(repo).await;
    let most = 4_i64;
    let numbers = Cte::recursive(
        "numbers",
        from!(a in Author, where: a.id == ^1, select: #{ id: a.id, text: a.name }),
        |numbers| from!(n in numbers, where: n.id < ^most, select: #{ id: n.id + 1, text: n.text }),
    );
    let all = from!(n in &numbers, where: n.id != ^2, order_by: n.id, select: n.id);
    assert_eq!(repo.all(all).await.unwrap(), [1, 3, 4]);
    assert_eq!(repo.count(&numbers).await.unwrap(), 4);
    let posts = from!(p in Post, join: n in numbers, on: n.id == p.id, where: n.id > 2, select: p.title);
    assert_eq!(repo.all(posts).await.unwrap(), ["Elixir"]);
}

async fn what_a_database_lacks_is_said(repo: Repo) {
    let repo = with_posts(repo).await;
    let first =
        from!(p in Post, distinct: p.author_id, order_by: [p.author_id, desc: p.likes], select: p.title);
    if repo.backend() == Backend::Postgres {
        return assert_eq!(repo.all(first).await.unwrap(), ["Rust", "Elixir"]);
    }
    let said = repo.all(first).await.unwrap_err().to_string();
    assert!(said.contains("SQLite has no `distinct` by columns"), "{said}");
}

bennu::schema! {
    /// A post, with what is calculated of it.
    struct Rated in "posts" {
        title: String,
        likes: i32 = 0,
        comments: i64 = 0 { virtual },
        best: Option<i32> { virtual },
    }
}

async fn a_result_gets_more_fields(repo: Repo) {
    let repo = with_posts(repo).await;
    let rated = from!(p in Rated,
        left_join: c in Comment, on: c.post_id == p.id,
        group_by: p.id,
        order_by: p.id,
        select_merge: #{ comments: count(c.id), best: max(c.stars) });
    let rated = from!(p in rated, where: p.id != ^2, select_merge: #{ likes: p.likes * 10 });
    let rows = repo.all(&rated).await.unwrap();
    assert_eq!(
        (rows[0].title.as_str(), rows[0].comments, rows[0].best, rows[0].likes),
        ("Rust", 2, Some(5), 70)
    );
    let pairs =
        from!(p in Post, select: #{ title: p.title, likes: p.likes }, select_merge: #{ likes: p.likes + 1 });
    let within = from!(p in subquery(pairs), where: p.likes > 6, select: p.likes);
    assert_eq!(repo.all(within).await.unwrap(), [8]);
    assert_eq!(repo.count(rated).await.unwrap(), 2);
}

async fn joins_that_leave_rows_out(repo: Repo) {
    let repo = with_posts(repo).await;
    let posts = from!(p in Post, right_join: a in Author, on: a.id == p.author_id, order_by: [a.id, p.id]);
    let posts: Vec<Option<Post>> = repo.all(posts).await.unwrap();
    let found: Vec<_> = posts.iter().map(|post| post.as_ref().map(|post| &*post.title)).collect();
    assert_eq!(found, [Some("Rust"), Some("Ruby"), Some("Elixir"), None]);
}
