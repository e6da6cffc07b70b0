//! A JSON API as the guide of Phoenix builds it: what its client sends and gets.

use bennu::endpoint::Config;
use bennu::http::{Method, Request};
use bennu::plug::accepts;
use bennu::prelude::*;
use bennu::repo::Migration;
use bennu::serde_json::{Value, json};
use bennu::testing::{Client, Response};
use bennu::{Body, Endpoint};

schema! {
    /// A link with its title.
    pub(crate) struct Url in "urls" { link: String, title: String }
}

struct App {
    repo: Repo,
}

type Conn = bennu::Conn<App>;

bennu::router! {
    Router for App;

    pipeline api { plug accepts(["json"]); }

    scope "/api" {
        pipe_through api;
        resources "/urls" => urls, except: [new, edit];
    }
}

/// What programs see of a row.
fn data(url: &Url) -> Value {
    json!({"id": url.id, "link": url.link, "title": url.title})
}

fn changeset(url: impl Into<Changeset<Url>>, params: &Params) -> Changeset<Url> {
    url.into().cast(params, (Url::link, Url::title)).validate_required((Url::link, Url::title))
}

mod urls {
    use super::*;

    pub(crate) async fn index(conn: &mut Conn) -> Result {
        let urls: Vec<Url> = conn.state().repo.all(Url).await?;
        let data: Vec<_> = urls.iter().map(data).collect();
        conn.json(&json!({"data": data}))
    }

    pub(crate) async fn create(conn: &mut Conn) -> Result {
        let params: Params = conn.params("url")?;
        let url = conn.state().repo.insert(changeset(Url, &params)).await??;
        let location = path!("/api/urls/{url.id}").to_string();
        conn.put_status("created").put_resp_header("location", location).json(&json!({"data": data(&url)}))
    }

    pub(crate) async fn show(conn: &mut Conn, id: i64) -> Result {
        let url: Url = conn.state().repo.fetch(id).await?;
        conn.json(&json!({"data": data(&url)}))
    }

    pub(crate) async fn update(conn: &mut Conn, id: i64) -> Result {
        let params: Params = conn.params("url")?;
        let url: Url = conn.state().repo.fetch(id).await?;
        let url = conn.state().repo.update(changeset(url, &params)).await??;
        conn.json(&json!({"data": data(&url)}))
    }

    pub(crate) async fn delete(conn: &mut Conn, id: i64) -> Result {
        let url: Url = conn.state().repo.fetch(id).await?;
        conn.state().repo.delete(url).await??;
        conn.send_resp("no_content", ())
    }
}

const CREATE_URLS: Migration = Migration::new(
    20261121020000,
    "create urls",
    "CREATE TABLE urls (id INTEGER PRIMARY KEY, link TEXT NOT NULL, title TEXT NOT NULL)",
);

async fn client() -> Client<Router> {
    let repo = Repo::sqlite(":memory:").await.expect("a database in memory opens");
    repo.migrate(&[CREATE_URLS]).await.expect("the migration runs");
    let mut client = Client::new(Endpoint::new(App { repo }, Config::default()));
    client.put_header("accept", "application/json");
    client
}

async fn create(client: &mut Client<Router>) -> Response {
    let url = json!({"url": {"link": "https://phoenixframework.org", "title": "Phoenix"}});
    client.json(Method::POST, path!("/api/urls"), &url).await
}

#[tokio::test]
async fn an_empty_index_is_an_empty_list() {
    let response = client().await.get(path!("/api/urls")).await;
    assert_eq!(response.json_response::<Value>(200), json!({"data": []}));
    for (name, value) in [
        ("cache-control", "max-age=0, private, must-revalidate"),
        ("content-length", "11"),
        ("content-type", "application/json; charset=utf-8"),
    ] {
        assert_eq!(response.header(name), Some(value));
    }
    assert!(response.header("x-request-id").is_some());
}

#[tokio::test]
async fn a_created_row_has_a_location_where_it_is_shown_and_updated() {
    let mut client = client().await;
    let created = create(&mut client).await;
    let location = created.header("location").expect("a location").to_owned();
    let data = json!({"data": {"id": 1, "link": "https://phoenixframework.org", "title": "Phoenix"}});
    assert_eq!(created.json_response::<Value>(201), data);
    assert_eq!(client.get(&location).await.json_response::<Value>(200), data);
    let update = json!({"url": {"title": "Phoenix Framework"}});
    let updated = client.json(Method::PUT, &location, &update).await.json_response::<Value>(200);
    assert_eq!(updated["data"]["title"], "Phoenix Framework");
    assert_eq!(updated["data"]["link"], "https://phoenixframework.org");
}

#[tokio::test]
async fn a_deleted_row_is_answered_with_nothing_and_then_not_found() {
    let mut client = client().await;
    create(&mut client).await;
    let deleted = client.delete(path!("/api/urls/{1}")).await;
    assert_eq!((deleted.status().as_u16(), deleted.body()), (204, &b""[..]));
    let gone = client.get(path!("/api/urls/{1}")).await.json_response::<Value>(404);
    assert_eq!(gone["errors"]["detail"], "Not Found");
}

#[tokio::test]
async fn what_is_not_valid_is_said_by_field() {
    let mut client = client().await;
    let invalid = client.json(Method::POST, path!("/api/urls"), &json!({"url": {}})).await;
    let blank = json!({"errors": {"link": ["can't be blank"], "title": ["can't be blank"]}});
    assert_eq!(invalid.json_response::<Value>(422), blank);
    let missing = client.json(Method::POST, path!("/api/urls"), &json!({})).await;
    assert_eq!(missing.assert_error_sent(400), "the parameter `url` is missing");
}

#[tokio::test]
async fn forms_have_no_routes_in_an_api() {
    let mut client = client().await;
    assert_eq!(client.get("/api/urls/new").await.status(), 400, "`new` is no id");
    assert_eq!(client.get("/api/urls/1/edit").await.status(), 404);
    let request = Request::get("/api/urls").header("accept", "text/html").body(Body::empty());
    assert_eq!(client.request(request.unwrap()).await.status(), 406);
}
