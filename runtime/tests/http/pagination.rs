//! A list of an API comes in, its clients page through it.

use bennu::Endpoint;
use bennu::endpoint::Config;
use bennu::plug::accepts;
use bennu::prelude::*;
use bennu::repo::{Migration, Paging};
use bennu::serde_json::{Value, json};
use bennu::testing::Client;

schema! {
    /// Something to read.
    pub(crate) struct Post in "posts" { title: String, body: String, published: bool = false, timestamps }
}

type Conn = bennu::Conn<Repo>;

bennu::router! {
    Router for Repo;

    pipeline api { plug accepts(["json"]); }

    scope "/api" {
        pipe_through api;
        get "/posts" => index;
        get "/feed" => feed;
        get "/sealed" => sealed;
    }
}

fn data(post: &Post) -> Value {
    json!({"id": post.id, "title": post.title, "body": post.body})
}

async fn index(conn: &mut Conn) -> Result {
    let posts = from!(p in Post, where: p.published, order_by: [desc: p.inserted_at]);
    let page = conn.state().paginate(posts, conn.all_params()).await?;
    conn.json(&page.map(|post| data(&post)))
}

async fn feed(conn: &mut Conn) -> Result {
    let posts = from!(p in Post, where: p.published);
    let page = conn.state().paginate_by(posts, desc(Post::inserted_at), conn.all_params()).await?;
    conn.json(&page.map(|post| data(&post)))
}

async fn sealed(conn: &mut Conn) -> Result {
    let paging = Paging::from(conn.all_params()).page_size(3).encrypt(conn);
    let page = conn.state().paginate_by(Post, asc(Post::title), paging).await?;
    conn.json(&page.map(|post| data(&post)))
}

/// Posts of which nobody sees the drafts. Several are of the same moment.
async fn client(published: i64, drafts: i64) -> Client<Router> {
    let repo = Repo::sqlite(":memory:").await.expect("a database in memory opens");
    let table = "CREATE TABLE posts (
        id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, published INTEGER NOT NULL,
        inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL
    )";
    repo.migrate(&[Migration::new(1, "create posts", table)]).await.expect("the migration runs");
    let rows = "INSERT INTO posts (title, body, published, inserted_at, updated_at)
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < $1 + $2)
        SELECT 'Post ' || n, 'Body', n <= $1, strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2026-01-01', (n / 7) || ' hours'),
            '2026-01-01T00:00:00.000000Z' FROM number WHERE $1 + $2 > 0";
    repo.query(rows, [published, drafts]).await.expect("the rows are stored");
    let mut client = Client::new(Endpoint::new(repo, Config::default()));
    client.put_header("accept", "application/json");
    client
}

async fn get(client: &mut Client<Router>, path: &str) -> Value {
    client.get(path).await.json_response(200)
}

fn ids(page: &Value) -> Vec<i64> {
    page["data"].as_array().expect("a list").iter().map(|post| post["id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn a_page_has_its_rows_and_the_count_of_all() {
    let mut client = client(100, 20).await;
    let page = get(&mut client, "/api/posts?page=2&page_size=10").await;
    assert_eq!(
        page["metadata"],
        json!({"page_number": 2, "page_size": 10, "total_entries": 100, "total_pages": 10})
    );
    assert_eq!(ids(&page), (81..=90).rev().collect::<Vec<_>>(), "the newest first");
    assert_eq!(page["data"][0], json!({"id": 90, "title": "Post 90", "body": "Body"}));
    let standard = get(&mut client, "/api/posts").await;
    assert_eq!(
        standard["metadata"],
        json!({"page_number": 1, "page_size": 20, "total_entries": 100, "total_pages": 5})
    );
    assert_eq!(ids(&standard).len(), 20);
}

#[tokio::test]
async fn what_is_no_page_is_the_nearest_one() {
    let mut client = client(100, 0).await;
    let mut metadata = async |query: &str| {
        let page = get(&mut client, &format!("/api/posts?{query}")).await;
        let number = |name: &str| page["metadata"][name].as_u64().expect("a number");
        (number("page_number"), number("page_size"), ids(&page).len())
    };
    for garbage in
        ["page=abc", "page=", "page=0", "page=-1", "page[]=2", "page=1.5", "page_size=ten", "page_size=0"]
    {
        assert_eq!(metadata(garbage).await, (1, 20, 20), "{garbage}");
    }
    assert_eq!(metadata("page=99").await, (5, 20, 20), "the last one");
    assert_eq!(metadata("page=99999999999999999999").await, (1, 20, 20));
    assert_eq!(metadata("page=18446744073709551615&page_size=1").await, (100, 1, 1));
    assert_eq!(metadata("page_size=1000000").await, (1, 100, 100), "no page is larger");
    assert_eq!(metadata("page=4&page_size=30").await, (4, 30, 10));
}

#[tokio::test]
async fn no_rows_are_one_page() {
    let mut client = client(0, 0).await;
    assert_eq!(
        get(&mut client, "/api/posts?page=3").await,
        json!({"data": [], "metadata": {"page_number": 1, "page_size": 20, "total_entries": 0, "total_pages": 1}})
    );
    assert_eq!(
        get(&mut client, "/api/feed").await,
        json!({"data": [], "metadata": {"page_size": 20, "next_cursor": null, "previous_cursor": null}})
    );
}

#[tokio::test]
async fn rows_of_one_moment_are_on_one_page_each() {
    let mut client = client(100, 0).await;
    let mut seen = Vec::new();
    for page in 1..=34 {
        seen.extend(ids(&get(&mut client, &format!("/api/posts?page={page}&page_size=3")).await));
    }
    assert_eq!(seen, (1..=100).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn cursors_lead_over_all_rows_once_and_back() {
    let mut client = client(100, 20).await;
    let (mut seen, mut sizes, mut path) = (Vec::new(), Vec::new(), "/api/feed?limit=10".to_owned());
    let mut last_full = Value::Null;
    loop {
        let page = get(&mut client, &path).await;
        sizes.push(ids(&page).len());
        seen.extend(ids(&page));
        let Some(cursor) = page["metadata"]["next_cursor"].as_str() else { break };
        path = format!("/api/feed?limit=10&cursor={cursor}");
        last_full = page;
    }
    assert_eq!(seen, (1..=100).rev().collect::<Vec<_>>());
    assert_eq!(sizes, [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0], "a full page leads to an empty one");
    let mut back = Vec::new();
    while let Some(cursor) = last_full["metadata"]["previous_cursor"].as_str() {
        last_full = get(&mut client, &format!("/api/feed?limit=10&cursor={cursor}")).await;
        back.splice(0..0, ids(&last_full));
    }
    assert_eq!(back, (11..=100).rev().collect::<Vec<_>>(), "all pages but the one that it began from");
}

#[tokio::test]
async fn a_cursor_that_is_none_is_a_bad_request() {
    let mut client = client(40, 0).await;
    let feed = get(&mut client, "/api/feed").await;
    let cursor = feed["metadata"]["next_cursor"].as_str().expect("a full page").to_owned();
    let sealed = get(&mut client, "/api/sealed").await;
    let secret = sealed["metadata"]["next_cursor"].as_str().expect("a full page").to_owned();
    let mut changed = secret.clone().into_bytes();
    changed[40] = if changed[40] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).expect("text");
    for path in [
        "/api/feed?cursor=abc".to_owned(),
        "/api/feed?cursor=W10".to_owned(),
        "/api/feed?cursor=%00".to_owned(),
        "/api/feed?cursor[]=W10".to_owned(),
        format!("/api/feed?cursor={}", &cursor[1..]),
        format!("/api/feed?cursor={secret}"),
        format!("/api/sealed?cursor={cursor}"),
        format!("/api/sealed?cursor={changed}"),
    ] {
        let response = client.get(&path).await;
        let told: Value = response.json_response(400);
        assert_eq!(told["errors"]["detail"], "Bad Request", "{path}");
        assert_eq!(
            response.assert_error_sent(400),
            "the cursor is not one of this list; leave it out for the first page"
        );
    }
    assert_eq!(ids(&get(&mut client, &format!("/api/feed?cursor={cursor}")).await).len(), 20);
    assert_eq!(ids(&get(&mut client, &format!("/api/sealed?cursor={secret}")).await).len(), 3);
    assert_eq!(ids(&get(&mut client, "/api/feed?cursor=").await).len(), 20, "an empty one is none");
}
