//! Queries come in, each database answers them, and its text is what it should be.

use bennu::query::{Bindings, Query};
use bennu::repo::{Backend, Migration, Repo};
use bennu::rust_decimal::Decimal;
use bennu::{Changeset, from};

use super::on_each_database;

bennu::schema! {
    /// Who writes.
    pub(crate) struct Author in "authors" {
        name: String,
        country: Option<String>,
        has_many posts: Post,
        has_many comments: Comment { through: [posts, comments] },
    }
}

bennu::schema! {
    /// What is written.
    pub(crate) struct Post in "posts" {
        belongs_to author: Author,
        title: String,
        body: Option<String>,
        likes: i32 = 0,
        price: Decimal,
        code: Vec<u8>,
        has_many comments: Comment,
        many_to_many tags: Tag { join_through: "taggings" },
    }
}

bennu::schema! {
    /// What is said of it.
    pub(crate) struct Comment in "comments" { belongs_to post: Post, text: String, stars: Option<i32> }
}

bennu::schema! {
    /// What it is about.
    pub(crate) struct Tag in "tags" { name: String }
}

pub(crate) const CREATE: Migration = Migration::new(
    1,
    "create posts",
    "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT);
     CREATE TABLE posts (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, title TEXT NOT NULL, body TEXT, likes INTEGER NOT NULL,
        price DECIMAL NOT NULL, code BLOB NOT NULL);
     CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, text TEXT NOT NULL, stars INTEGER);",
)
.on_postgres(
    "CREATE TABLE authors (id bigserial PRIMARY KEY, name text NOT NULL, country text);
     CREATE TABLE posts (id bigserial PRIMARY KEY, author_id bigint NOT NULL, title text NOT NULL, body text, likes integer NOT NULL,
        price numeric(10, 2) NOT NULL, code bytea NOT NULL);
     CREATE TABLE comments (id bigserial PRIMARY KEY, post_id bigint NOT NULL, text text NOT NULL, stars integer);",
);

/// Ann wrote `Rust` (7 likes, two comments) and `Ruby` (3 likes), Bob wrote `Elixir` (5 likes, one comment), Cid nothing.
pub(crate) async fn with_posts(repo: Repo) -> Repo {
    repo.migrate(&[CREATE]).await.expect("the migration runs");
    for (name, country) in [("Ann", Some("at")), ("Bob", None), ("Cid", Some("ch"))] {
        let author = Changeset::from(Author)
            .put_change(Author::name, name)
            .put_change(Author::country, country.map(str::to_owned));
        repo.insert(author).await.unwrap().unwrap();
    }
    for (author_id, title, body, likes, cents) in [
        (1, "Rust", Some("borrowed"), 7, 1250),
        (1, "Ruby", None, 3, 1999),
        (2, "Elixir", Some("brewed"), 5, 900),
    ] {
        let post = Changeset::from(Post)
            .put_change(Post::author_id, author_id)
            .put_change(Post::title, title)
            .put_change(Post::body, body.map(str::to_owned))
            .put_change(Post::likes, likes)
            .put_change(Post::price, Decimal::new(cents, 2))
            .put_change(Post::code, vec![0, u8::try_from(likes).unwrap()]);
        repo.insert(post).await.unwrap().unwrap();
    }
    for (post_id, text, stars) in [(1, "good", Some(5)), (1, "well", None), (3, "fine", Some(4))] {
        let comment = Changeset::from(Comment)
            .put_change(Comment::post_id, post_id)
            .put_change(Comment::text, text)
            .put_change(Comment::stars, stars);
        repo.insert(comment).await.unwrap().unwrap();
    }
    repo
}

on_each_database! {
    conditions_are_met,
    lists_are_looked_through,
    values_and_tuples_and_structs_are_selected,
    rows_are_joined,
    rows_are_grouped,
    queries_go_on_from_queries,
    queries_stand_in_queries,
    there_are_cases_fragments_and_casts,
    windows_are_looked_over,
    rows_are_counted_without_being_read,
    many_rows_change_at_once,
}

async fn titles(repo: &Repo, posts: Query<Post>) -> Vec<String> {
    repo.all(from!(p in posts, select: p.title, order_by: p.id)).await.expect("the query runs")
}

async fn conditions_are_met(repo: Repo) {
    let repo = with_posts(repo).await;
    let least = 5;
    assert_eq!(titles(&repo, from!(p in Post, where: p.likes >= ^least)).await, ["Rust", "Elixir"]);
    assert_eq!(
        titles(&repo, from!(p in Post, where: p.likes < 4 or p.title == "Rust")).await,
        ["Rust", "Ruby"]
    );
    assert_eq!(
        titles(&repo, from!(p in Post, where: not (p.likes < 4 or p.title == "Rust"))).await,
        ["Elixir"]
    );
    assert_eq!(titles(&repo, from!(p in Post, where: is_nil(p.body))).await, ["Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: not is_nil(p.body) && p.likes != 5)).await, ["Rust"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.likes + 1 == 8 and -p.likes < 0)).await, ["Rust"]);
    assert_eq!(titles(&repo, from!(p in Post, where: (p.likes - 1) * 2 == 4)).await, ["Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: between(p.likes, 4, ^6))).await, ["Elixir"]);
    assert_eq!(titles(&repo, from!(p in Post, where: like(p.title, ^"Ru%"))).await, ["Rust", "Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: ilike(p.title, "rU%"))).await, ["Rust", "Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: lower(p.title) == "ruby")).await, ["Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.price > 12)).await, ["Rust", "Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.price > ^Decimal::new(1250, 2))).await, ["Ruby"]);
    assert_eq!(
        titles(&repo, from!(p in Post, where: p.title == "Rust", or_where: p.title == "Ruby")).await.len(),
        2
    );
    let evil = "'; DROP TABLE posts; --";
    assert!(
        titles(&repo, from!(p in Post, where: p.title == ^evil or p.title == "it's \\ \" ?"))
            .await
            .is_empty()
    );
}

async fn lists_are_looked_through(repo: Repo) {
    let repo = with_posts(repo).await;
    let ids = vec![1_i64, 3, 99];
    assert_eq!(titles(&repo, from!(p in Post, where: p.id in ^ids)).await, ["Rust", "Elixir"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.id not in ^ids)).await, ["Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.id in ^Vec::<i64>::new())).await, [""; 0]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.title in ^["Ruby", "O'Rail"])).await, ["Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.title in ["Ruby", "Rust"])).await, ["Rust", "Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.body in ^["brewed"])).await, ["Elixir"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.code in ^[vec![0_u8, 3], vec![255]])).await, ["Ruby"]);
    assert_eq!(titles(&repo, from!(p in Post, where: p.price in ^[Decimal::new(900, 2)])).await, ["Elixir"]);
}

#[derive(Debug, PartialEq)]
struct Stat {
    title: String,
    comments: i64,
    best: Option<i32>,
}

async fn values_and_tuples_and_structs_are_selected(repo: Repo) {
    let repo = with_posts(repo).await;
    let pairs =
        repo.all(from!(p in Post, order_by: [desc: p.likes], select: (p.title, p.body))).await.unwrap();
    assert_eq!(pairs[0], ("Rust".to_owned(), Some("borrowed".to_owned())));
    assert_eq!(pairs[2], ("Ruby".to_owned(), None));
    let rows = repo.all(from!(p in Post, where: p.id == 1, select: (p.likes, p, p.title))).await.unwrap();
    assert_eq!((rows[0].0, rows[0].1.title.as_str(), rows[0].2.as_str()), (7, "Rust", "Rust"));
    let named = repo
        .all(from!(p in Post, order_by: p.id, select: #{ title: p.title, double: p.likes * 2 }))
        .await
        .unwrap();
    assert_eq!((named[1].title.as_str(), named[1].double), ("Ruby", 6));
    let one: Option<i64> = repo.one(from!(p in Post, select: count(p.id))).await.unwrap();
    assert_eq!(one, Some(3));
}

async fn rows_are_joined(repo: Repo) {
    let repo = with_posts(repo).await;
    let inner = from!(p in Post, join: a in Author, on: a.id == p.author_id, order_by: p.id, select: (p.title, a.name));
    let inner = repo.all(inner).await.unwrap();
    assert_eq!(inner[2], ("Elixir".to_owned(), "Bob".to_owned()));
    let left = from!(a in Author,
        left_join: p in Post, on: p.author_id == a.id and p.likes > 4,
        order_by: a.id,
        select: (a.name, p.title, p));
    let left: Vec<(String, Option<String>, Option<Post>)> = repo.all(left).await.unwrap();
    assert_eq!(left.len(), 3);
    assert_eq!((left[2].1.as_deref(), &left[2].2), (None, &None));
    assert_eq!(left[0].2.as_ref().unwrap().title, "Rust");
    let right =
        from!(p in Post, right_join: a in Author, on: p.author_id == a.id, order_by: a.id, select: (p, a));
    let right: Vec<(Option<Post>, Author)> = repo.all(right).await.unwrap();
    assert_eq!(right.len(), 4);
    assert_eq!((&right[3].0, right[3].1.name.as_str()), (&None, "Cid"));
    let cross = from!(a in Author, cross_join: p in Post, select: count());
    assert_eq!(repo.one(cross).await.unwrap(), Some(9));
    let three = from!(c in Comment,
        join: p in Post, on: p.id == c.post_id,
        join: a in Author, on: a.id == p.author_id,
        where: a.name == "Ann",
        order_by: c.id);
    let texts: Vec<String> =
        repo.all(from!([c, _, a] in three, where: a.country == "at", select: c.text)).await.unwrap();
    assert_eq!(texts, ["good", "well"]);
}

async fn rows_are_grouped(repo: Repo) {
    let repo = with_posts(repo).await;
    let stats = from!(p in Post,
        left_join: c in Comment, on: c.post_id == p.id,
        group_by: p.id,
        having: count(c.id) >= 1,
        order_by: p.id,
        select: Stat { title: p.title, comments: count(c.id), best: max(c.stars) });
    let expected = |title: &str, comments, best| Stat { title: title.to_owned(), comments, best };
    assert_eq!(
        repo.all(stats).await.unwrap(),
        [expected("Rust", 2, Some(5)), expected("Elixir", 1, Some(4))]
    );
    let sums = from!(p in Post, select: (sum(p.likes), avg(p.likes), min(p.title), sum(p.price), count(p.author_id, :distinct)));
    let sums = repo.one(sums).await.unwrap().unwrap();
    assert_eq!((sums.0, sums.1, sums.2.as_deref(), sums.4), (Some(15), Some(5.0), Some("Elixir"), 2));
    assert_eq!(sums.3.unwrap().round_dp(2), Decimal::new(4149, 2));
    let filtered = from!(p in Post, select: (filter(count(p.id), p.likes > 4), coalesce(sum(p.likes), 0)));
    assert_eq!(repo.one(filtered).await.unwrap(), Some((2, 15)));
    let authors: Vec<i64> =
        repo.all(from!(p in Post, distinct: true, order_by: p.author_id, select: p.author_id)).await.unwrap();
    assert_eq!(authors, [1, 2]);
}

/// Whatever is joined to them.
fn popular<B: Bindings<First = Post>>(posts: Query<B>, least: i32) -> Query<B> {
    from!(p in posts, where: p.likes >= ^least)
}

async fn queries_go_on_from_queries(repo: Repo) {
    let repo = with_posts(repo).await;
    let joined = from!(p in Post, join: c in Comment, on: c.post_id == p.id, where: c.text != ^"well");
    let both = from!([p, c] in popular(joined, 6), where: c.stars >= 5, select: (p.title, c.text));
    assert_eq!(repo.all(&both).await.unwrap(), [("Rust".to_owned(), "good".to_owned())]);
    let last = from!([.., c] in both, select: c.stars);
    assert_eq!(repo.all(last).await.unwrap(), [Some(5)]);
    let mut posts = from!(p in Post);
    for (wanted, text) in [(false, "x"), (true, "Ruby")] {
        if wanted {
            posts = from!(p in posts, where: p.title == ^text);
        }
    }
    assert_eq!(titles(&repo, posts.clone()).await, ["Ruby"]);
    let none = from!(p in posts, order_by: p.likes, limit: 0);
    assert_eq!(titles(&repo, from!(p in none, exclude: [where, limit, order_by])).await.len(), 3);
}

async fn queries_stand_in_queries(repo: Repo) {
    let repo = with_posts(repo).await;
    let commented = from!(c in Comment, where: c.text != ^"fine", select: c.post_id);
    assert_eq!(
        titles(&repo, from!(p in Post, where: p.likes > ^1 and p.id in subquery(&commented))).await,
        ["Rust"]
    );
    let most = from!(p in Post, select: max(p.likes));
    assert_eq!(titles(&repo, from!(p in Post, where: p.likes == subquery(most))).await, ["Rust"]);
    assert_eq!(titles(&repo, from!(p in Post, where: not exists(subquery(commented)))).await, [""; 0]);
    let counts = from!(c in Comment, where: c.text != ^"x", group_by: c.post_id, select: #{ post_id: c.post_id, comments: count(c.id) });
    let with_counts = from!(p in Post,
        left_join: n in &counts, on: n.post_id == p.id,
        where: p.title != ^"Elixir",
        order_by: p.id,
        select: (p.title, n.comments));
    assert_eq!(
        repo.all(with_counts).await.unwrap(),
        [("Rust".to_owned(), Some(2)), ("Ruby".to_owned(), None)]
    );
    let least = from!(c in counts, order_by: c.post_id, limit: 1);
    assert_eq!(repo.all(least).await.unwrap()[0].comments, 2);
    let (ann, bob) = (
        from!(p in Post, where: p.author_id == ^1, select: p.title),
        from!(p in Post, where: p.author_id == ^2, select: p.title),
    );
    let mut both = repo.all(from!(p in &ann, union: &bob)).await.unwrap();
    both.sort();
    assert_eq!(both, ["Elixir", "Ruby", "Rust"]);
    assert_eq!(repo.all(from!(p in &ann, except: &ann)).await.unwrap(), [""; 0]);
    assert_eq!(repo.count(from!(p in &ann, union_all: &ann)).await.unwrap(), 4);
}

async fn there_are_cases_fragments_and_casts(repo: Repo) {
    let repo = with_posts(repo).await;
    let heat = from!(p in Post, order_by: p.id, select: if p.likes > 6 { "hot" } else if p.likes > 4 { "warm" } else { "cold" });
    assert_eq!(repo.all(heat).await.unwrap(), ["hot", "cold", "warm"]);
    assert_eq!(
        titles(&repo, from!(p in Post, where: fragment("lower(?) = ?", p.title, ^"rust"))).await,
        ["Rust"]
    );
    assert_eq!(titles(&repo, from!(p in Post, where: fragment("length(?)", p.title) > 4)).await, ["Elixir"]);
    let lengths: Vec<i64> = repo
        .all(from!(p in Post, order_by: p.id, select: type(fragment("length(?)", p.title), i64)))
        .await
        .unwrap();
    assert_eq!(lengths, [4, 4, 6]);
    let text: Vec<String> =
        repo.all(from!(p in Post, where: p.id == 1, select: type(p.likes, String))).await.unwrap();
    assert_eq!(text, ["7"]);
    let nulls = from!(p in Post, order_by: [asc_nulls_last: p.body, asc: p.id], select: p.title);
    assert_eq!(repo.all(nulls).await.unwrap(), ["Rust", "Elixir", "Ruby"]);
}

async fn windows_are_looked_over(repo: Repo) {
    let repo = with_posts(repo).await;
    let ranked = from!(p in Post,
        order_by: p.id,
        select: (over(row_number(), partition_by: p.author_id, order_by: [desc: p.likes]), over(sum(p.likes), partition_by: p.author_id)));
    assert_eq!(repo.all(ranked).await.unwrap(), [(1, Some(10)), (2, Some(10)), (1, Some(5))]);
    let before = from!(p in Post, order_by: p.id, select: over(lag(p.title), order_by: p.id));
    assert_eq!(repo.all(before).await.unwrap(), [None, Some("Rust".to_owned()), Some("Ruby".to_owned())]);
}

async fn rows_are_counted_without_being_read(repo: Repo) {
    let repo = with_posts(repo).await;
    assert_eq!(repo.count(Post).await.unwrap(), 3);
    assert_eq!(repo.count(from!(p in Post, where: p.likes > 4, order_by: p.id)).await.unwrap(), 2);
    assert_eq!(repo.count(from!(p in Post, limit: 2)).await.unwrap(), 2);
    assert_eq!(repo.count(from!(p in Post, group_by: p.author_id, select: p.author_id)).await.unwrap(), 2);
    assert!(repo.exists(from!(p in Post, where: p.title == "Ruby")).await.unwrap());
    assert!(!repo.exists(from!(p in Post, where: p.title == "Perl")).await.unwrap());
    assert_eq!(repo.sum(Post, Post::likes).await.unwrap(), Some(15));
    assert_eq!(repo.sum(from!(p in Post, order_by: p.id, limit: 2), Post::likes).await.unwrap(), Some(10));
    assert_eq!(repo.avg(Post, Post::likes).await.unwrap(), Some(5.0));
    assert_eq!(repo.max(Post, Post::title).await.unwrap().as_deref(), Some("Rust"));
    assert_eq!(repo.min(from!(p in Post, where: p.id == 99), Post::body).await.unwrap(), None);
}

async fn many_rows_change_at_once(repo: Repo) {
    let repo = with_posts(repo).await;
    let more =
        from!(p in Post, where: p.author_id == ^1, update: [inc: [likes: 2], set: [body: nil, title: ^"R"]]);
    assert_eq!(repo.update_all(more).await.unwrap(), 2);
    assert_eq!(
        titles(&repo, from!(p in Post, where: p.title == "R" and is_nil(p.body) and p.likes in [5, 9]))
            .await
            .len(),
        2
    );
    let viewed = from!(p in Post, where: p.id == ^3, update: [inc: [likes: 1]], select: p.likes);
    assert_eq!(repo.update_all_returning(viewed).await.unwrap(), [6]);
    let of_ann = from!(p in Post, join: a in Author, on: a.id == p.author_id, where: a.name == ^"Ann", update: [set: [likes: p.likes * 10]]);
    assert_eq!(repo.update_all(of_ann).await.unwrap(), 2);
    assert_eq!(repo.sum(Post, Post::likes).await.unwrap(), Some(146));
    let gone = from!(c in Comment, where: c.stars > 4, select: c.text);
    assert_eq!(repo.delete_all_returning(gone).await.unwrap(), ["good"]);
    assert_eq!(repo.delete_all(from!(c in Comment, order_by: c.id, limit: 1)).await.unwrap(), 1);
    assert_eq!(repo.delete_all(Comment).await.unwrap(), 1);
    assert!(!repo.exists(Comment).await.unwrap());
    assert!(repo.update_all(Post).await.unwrap_err().to_string().contains("changes nothing"));
}

#[tokio::test]
async fn the_text_is_ectos_but_for_quotes() {
    let (sqlite, postgres) = (super::databases::sqlite().await, super::databases::postgres("").await);
    assert_eq!(postgres.backend(), Backend::Postgres);
    let (term, ids) = ("%a%", [1_i64, 2]);
    let query = from!(a in Author,
        join: p in Post, on: p.author_id == a.id,
        where: ilike(a.name, ^term) and a.id in ^ids,
        or_where: p.likes > 3,
        order_by: [asc: a.name, desc_nulls_last: a.country],
        limit: 10,
        select: (a.name, p.title));
    let (sql, values) = sqlite.to_sql(&query);
    assert_eq!(
        sql,
        r#"SELECT "a0"."name", "p1"."title" FROM "authors" AS "a0" INNER JOIN "posts" AS "p1" ON "p1"."author_id" = "a0"."id" WHERE (("a0"."name" LIKE ? ESCAPE '\') AND ("a0"."id" IN (SELECT value FROM json_each(?)))) OR "p1"."likes" > 3 ORDER BY "a0"."name" ASC, "a0"."country" DESC NULLS LAST LIMIT ?"#
    );
    assert_eq!(values.len(), 3);
    let (sql, _) = postgres.to_sql(&query);
    assert_eq!(
        sql,
        r#"SELECT "a0"."name", "p1"."title" FROM "authors" AS "a0" INNER JOIN "posts" AS "p1" ON "p1"."author_id" = "a0"."id" WHERE (("a0"."name" ILIKE $1) AND ("a0"."id" = ANY($2))) OR "p1"."likes" > 3 ORDER BY "a0"."name" ASC, "a0"."country" DESC NULLS LAST LIMIT $3"#
    );
}
