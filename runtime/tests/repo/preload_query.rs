//! Rows and queries come in, what belongs to the rows is loaded by these queries.

use bennu::query::Query;
use bennu::repo::{Migration, Repo};
use bennu::testing::Telemetry;
use bennu::uuid::Uuid;
use bennu::{from, schema};

use super::on_each_database;

schema! {
    struct Author in "authors" {
        name: String,
        has_many posts: Post,
        has_many comments: Comment { through: [posts, comments] },
    }
}

schema! {
    struct Post in "posts" {
        id: Uuid,
        title: String,
        belongs_to author: Author,
        has_many comments: Comment { preload_order: [desc: id] },
        has_many spam: Comment { where: [spam: true] },
        many_to_many tags: Tag { join_through: "post_tags" },
    }
}

schema! {
    struct Comment in "comments" { body: String, likes: i64 = 0, spam: bool = false, belongs_to post: Post }
}

schema! { struct Tag in "tags" { name: String, weight: Option<i64> } }

const FIRST: Uuid = bennu::uuid::uuid!("0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c");
const SECOND: Uuid = bennu::uuid::uuid!("0291d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c");

const TABLES: &str = "
    CREATE TABLE authors (id bigint PRIMARY KEY, name text NOT NULL);
    CREATE TABLE posts (id UUID PRIMARY KEY, title text NOT NULL, author_id bigint NOT NULL);
    CREATE TABLE comments (id bigint PRIMARY KEY, body text NOT NULL, likes bigint NOT NULL, spam boolean NOT NULL, post_id UUID NOT NULL);
    CREATE TABLE tags (id bigint PRIMARY KEY, name text NOT NULL, weight bigint);
    CREATE TABLE post_tags (post_id UUID NOT NULL, tag_id bigint NOT NULL);
    INSERT INTO authors VALUES (1, 'Ann');
    INSERT INTO posts VALUES ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 'One', 1), ('0291d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 'Two', 1);
    INSERT INTO comments VALUES
        (1, 'a', 5, FALSE, '0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c'), (2, 'b', 1, FALSE, '0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c'),
        (3, 'c', 9, TRUE, '0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c'), (4, 'd', 5, FALSE, '0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c'),
        (5, 'e', 2, TRUE, '0291d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c'), (6, 'f', 3, FALSE, '0291d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c');
    INSERT INTO tags VALUES (1, 'rust', 3), (2, 'web', NULL), (3, 'old', 1);
    INSERT INTO post_tags VALUES
        ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 1), ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 2),
        ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 3), ('0291d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 2);
";

on_each_database! {
    a_query_says_which_rows_and_in_which_order,
    a_limit_counts_the_rows_of_each,
    rows_by_way_of_a_table_between_are_found_by_a_query,
    what_a_query_loads_has_associations_of_its_own,
    an_association_through_others_takes_no_query,
    associations_are_queries,
}

async fn with_tables(repo: Repo) -> (Repo, Vec<Post>) {
    repo.migrate(&[Migration::new(1, "create tables", TABLES)]).await.expect("the migration runs");
    let posts = repo.all(from!(p in Post, order_by: p.title)).await.expect("the database answers");
    (repo, posts)
}

/// `ac f`: the bodies of each post's comments.
fn bodies(posts: &[Post]) -> String {
    let bodies =
        posts.iter().map(|post| post.comments.iter().map(|comment| &*comment.body).collect::<String>());
    bodies.collect::<Vec<_>>().join(" ")
}

async fn a_query_says_which_rows_and_in_which_order(repo: Repo) {
    let (repo, posts) = with_tables(repo).await;
    let load =
        async |query| bodies(&repo.preload(posts.clone(), Post::comments.with_query(query)).await.unwrap());
    let least = 2_i64;
    assert_eq!(
        load(from!(c in Comment, where: c.likes > ^least, order_by: c.likes, order_by: [desc: c.id])).await,
        "dac f"
    );
    assert_eq!(
        load(from!(c in Comment, where: not c.spam)).await,
        "dba f",
        "without one, the association's order"
    );
    assert_eq!(
        load(from!(c in Comment, where: c.likes > 5, or_where: c.likes < 2)).await,
        "cb ",
        "its own condition stands apart"
    );
    assert_eq!(load(from!(c in Comment, where: c.likes > 99)).await, " ");
    let spam = from!(c in Comment, order_by: c.likes);
    let posts = repo.preload(posts.clone(), Post::spam.with_query(spam)).await.unwrap();
    assert_eq!(
        posts.iter().map(|post| post.spam.len()).collect::<Vec<_>>(),
        [1, 1],
        "the association's conditions hold too"
    );
}

async fn a_limit_counts_the_rows_of_each(repo: Repo) {
    let (repo, posts) = with_tables(repo).await;
    let load =
        async |query| bodies(&repo.preload(posts.clone(), Post::comments.with_query(query)).await.unwrap());
    assert_eq!(load(from!(c in Comment, order_by: [desc: c.likes, asc: c.id], limit: 2)).await, "ca fe");
    let (rows, skipped) = (2_u32, 1_i64);
    assert_eq!(
        load(from!(c in Comment, order_by: [desc: c.likes, asc: c.id], limit: ^rows, offset: ^skipped)).await,
        "ad e"
    );
    assert_eq!(load(from!(c in Comment, where: not c.spam, order_by: c.likes, offset: 1)).await, "ad ");
    assert_eq!(
        load(from!(c in Comment, limit: ^i64::MAX, offset: ^skipped)).await,
        "cba e",
        "as many as there are"
    );
    assert_eq!(load(from!(c in Comment, limit: 0)).await, " ");
}

async fn rows_by_way_of_a_table_between_are_found_by_a_query(repo: Repo) {
    let (repo, posts) = with_tables(repo).await;
    let names = |posts: Vec<Post>| -> Vec<String> {
        let names = |post: &Post| post.tags.iter().map(|tag| &*tag.name).collect::<Vec<_>>().join("+");
        posts.iter().map(names).collect()
    };
    let load = async |query| names(repo.preload(posts.clone(), Post::tags.with_query(query)).await.unwrap());
    assert_eq!(load(from!(t in Tag, order_by: [desc: t.name])).await, ["web+rust+old", "web"]);
    assert_eq!(
        load(from!(t in Tag, order_by: [asc_nulls_last: t.weight], limit: 2)).await,
        ["old+rust", "web"]
    );
    assert_eq!(load(from!(t in Tag, where: is_nil(t.weight))).await, ["web", "web"]);
    let mut all = repo.preload(posts.clone(), Post::tags).await.unwrap();
    all[0].tags.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(names(all), ["old+rust+web", "web"], "keys that SQLite has as text find their rows");
}

async fn what_a_query_loads_has_associations_of_its_own(repo: Repo) {
    let (repo, _) = with_tables(repo).await;
    let author: Author = repo.fetch(1).await.unwrap();
    let best = from!(c in Comment, order_by: [desc: c.likes], limit: 1);
    let newest = from!(p in Post, order_by: [desc: p.title]);
    let telemetry = Telemetry::attach();
    let author = repo
        .preload(
            author,
            Author::posts.with_query(newest).with(Post::comments.with_query(&best).with(Comment::post)),
        )
        .await
        .unwrap();
    let asked = telemetry.events().into_iter().filter(|event| event.message == "QUERY OK").count();
    assert_eq!((asked, bodies(&author.posts)), (3, "f c".to_owned()));
    assert_eq!(author.posts[1].comments[0].post.id, FIRST);
    let kept = repo.preload(author.posts[0].clone(), Post::comments).await.unwrap();
    assert_eq!((kept.id, kept.comments.len()), (SECOND, 1), "what is loaded is not asked again");
    let again = repo.preload(kept, Post::comments.with_query(from!(c in Comment)).force()).await.unwrap();
    assert_eq!(again.comments.len(), 2);
}

async fn an_association_through_others_takes_no_query(repo: Repo) {
    let (repo, _) = with_tables(repo).await;
    let author: Author = repo.fetch(1).await.unwrap();
    let error = repo.preload(author, Author::comments.with_query(Comment)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`comments` leads through other associations: the query belongs to the last of these"
    );
}

async fn associations_are_queries(repo: Repo) {
    let (repo, posts) = with_tables(repo).await;
    let author: Author = repo.fetch(1).await.unwrap();
    let bodies = async |query: Query<Comment>| -> String {
        repo.all(query).await.unwrap().into_iter().map(|comment| comment.body).collect()
    };
    let liked = |comments: Query<Comment>| from!(c in comments, where: c.likes > 2, order_by: [desc: c.likes, asc: c.id]);
    assert_eq!(bodies(liked(Post::comments.of(&posts[0]))).await, "cad");
    assert_eq!(bodies(liked(Post::comments.of_all(&posts))).await, "cadf");
    assert_eq!(bodies(Post::spam.of(&posts[1])).await, "e", "with the association's conditions");
    assert_eq!(bodies(liked(Author::comments.of(&author))).await, "cadf", "over other associations");
    assert_eq!(bodies(Post::comments.of_all(&[])).await, "");
    let comment =
        repo.one(from!(c in Post::comments.of(&posts[1]), where: c.likes == 3)).await.unwrap().unwrap();
    let titles = from!(p in Comment::post.of(&comment), select: p.title);
    assert_eq!(repo.all(titles).await.unwrap(), ["Two"]);
    let tags = from!(t in Post::tags.of(&posts[0]), where: is_nil(t.weight) or t.weight > 2, order_by: t.name, select: t.name);
    assert_eq!(repo.all(tags).await.unwrap(), ["rust", "web"]);
    assert_eq!(repo.count(Post::tags.of(&posts[0])).await.unwrap(), 3);
    let seen = from!(c in Author::comments.of(&author), where: c.spam, update: [inc: [likes: 10]]);
    assert_eq!(repo.update_all(seen).await.unwrap(), 2);
    assert_eq!(repo.delete_all(Post::comments.of(&posts[1])).await.unwrap(), 2);
    assert_eq!(repo.count(Comment).await.unwrap(), 4);
}
