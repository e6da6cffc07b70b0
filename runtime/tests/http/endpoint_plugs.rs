//! Plugs in front of the router: their order, what they see, and what happens when they halt or fail.

use bennu::http::header::CONTENT_TYPE;
use bennu::http::{Method, Request};
use bennu::plug::{Plug, accepts};
use bennu::testing::Client;
use bennu::{Body, Endpoint, Error, Result};

use super::app::{App, Conn, Router, client, config};

/// The stations of a request, in order.
#[derive(Default)]
struct Stations(Vec<String>);

fn note(conn: &mut Conn, station: impl Into<String>) {
    let mut stations = conn.take_assigned::<Stations>().unwrap_or_default();
    stations.0.push(station.into());
    let text = stations.0.join(" ");
    conn.assign(stations).put_resp_header("x-stations", text);
}

/// A plug that is a value.
struct Note(&'static str);

impl Plug<App> for Note {
    async fn call(&'static self, conn: &mut Conn) -> Result {
        note(conn, self.0);
        Ok(())
    }
}

async fn note_params(conn: &mut Conn) -> Result {
    let seen = format!("{}:{}", conn.method(), conn.all_params().iter().count());
    note(conn, seen);
    Ok(())
}

async fn health(conn: &mut Conn) -> Result {
    if conn.path() == "/health" {
        conn.halt().text("up")?;
    }
    Ok(())
}

async fn forget(conn: &mut Conn) -> Result {
    if conn.path() == "/forgotten" {
        conn.halt();
    }
    Ok(())
}

async fn refuse(conn: &mut Conn) -> Result {
    if conn.req_header("x-refused").is_some() {
        return Err(Error::forbidden("not you"));
    }
    Ok(())
}

/// Reads the body as it came, and hands it on.
async fn weigh(conn: &mut Conn) -> Result {
    let body = conn.read_body(1_000).await?;
    note(conn, format!("{} bytes", body.len()));
    conn.put_body(body);
    Ok(())
}

fn plugged() -> Client<Router> {
    let endpoint = Endpoint::new(App::default(), config())
        .plug(Note("last"))
        .plug(note_params)
        .plug_before_parsers(Note("first"))
        .plug_before_parsers(weigh)
        .plug(health)
        .plug(forget)
        .plug(refuse);
    Client::new(endpoint)
}

#[tokio::test]
async fn plugs_run_in_front_of_the_router_in_the_order_of_their_names() {
    let response = plugged().get("/api/echo?a=1&b=2").await;
    assert_eq!(response.header("x-stations"), Some("first 0 bytes last GET:2"));
    assert_eq!(client().get("/api/echo").await.header("x-stations"), None, "another endpoint has none");
}

#[tokio::test]
async fn they_run_where_no_route_is_and_the_error_page_has_what_they_put() {
    let response = plugged().get("/nowhere").await;
    response.assert_error_sent(404);
    assert_eq!(response.header("x-stations"), Some("first 0 bytes last GET:0"));
}

#[tokio::test]
async fn the_first_see_the_body_as_it_came_and_the_last_see_parameters_and_the_meant_method() {
    let mut client = plugged();
    let form = Request::post("/api/echo").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = client.request(form.body("a=b&_method=put".into()).unwrap()).await;
    assert_eq!(response.header("x-stations"), Some("first 15 bytes last PUT:2"));
    assert_eq!(response.json::<serde_json::Value>()["a"], "b", "the handler gets what was handed on");
    let long = Request::post("/api/echo").header(CONTENT_TYPE, "application/json");
    client.request(long.body(vec![b' '; 1_001].into()).unwrap()).await.assert_error_sent(413);
}

#[tokio::test]
async fn one_that_halts_answers_in_place_of_the_router() {
    let mut client = plugged();
    let health = client.get("/health").await;
    assert_eq!(health.text_response(200), "up");
    assert_eq!(client.head("/health").await.text_response(200), "");
    client.get("/forgotten").await.assert_error_sent(500);
    client.put_header("x-refused", "1");
    client.get("/").await.assert_error_sent(403);
    assert_eq!(client.get("/health").await.text_response(200), "up", "what halts first ends the chain");
}

#[tokio::test]
async fn one_before_the_parsers_turns_away_what_would_be_expensive_to_read() {
    async fn closed(conn: &mut Conn) -> Result {
        conn.halt().put_status(503).put_resp_header("retry-after", "60").text("back soon")
    }
    let endpoint =
        Endpoint::<Router>::new(App::default(), config()).plug_before_parsers(closed).plug(Note("x"));
    let body = Body::from("{ this is no JSON");
    let request = Request::post("/api/echo").header(CONTENT_TYPE, "application/json").body(body).unwrap();
    let response = Client::new(endpoint).request(request).await;
    assert_eq!(response.text_response(503), "back soon");
    assert_eq!((response.header("retry-after"), response.header("x-stations")), (Some("60"), None));
}

#[tokio::test]
async fn files_and_other_endpoints_do_without_and_tests_of_plugs_go_through() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http");
    let endpoint = Endpoint::<Router>::new(App::default(), config())
        .plug(Note("one"))
        .static_files("/files", directory)
        .plug(accepts(["json"]));
    let mut client = Client::new(endpoint);
    assert_eq!(client.get("/files/mod.rs").await.header("x-stations"), None);
    let response = client.get("/api/echo").await;
    assert_eq!((response.header("x-stations"), response.status().as_u16()), (Some("one"), 200));
    let request = Request::builder().method(Method::GET).uri("/any").body(Body::empty()).unwrap();
    let conn = client.conn(request).await.unwrap();
    assert_eq!(conn.assigned::<Stations>().unwrap().0, ["one"]);
    assert_eq!(conn.format(), Some("json"));
}
