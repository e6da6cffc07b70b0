//! An API in two versions, by path and by the kind of JSON that is asked for, and a service that tests put in place of the real one.

use std::sync::Arc;

use bennu::endpoint::Config;
use bennu::http::Method;
use bennu::plug::accepts;
use bennu::serde_json::{Value, json};
use bennu::testing::{Client, Mock};
use bennu::{Endpoint, Result, html};

/// A service of somebody else.
trait Payments: Send + Sync {
    fn charge(&self, cents: u32) -> Result<String, String>;
}

struct App {
    payments: Arc<dyn Payments>,
}

type Conn = bennu::Conn<App>;

bennu::router! {
    Router for App;

    pipeline api { plug accepts(["json"]); }
    pipeline versioned { plug accepts(["json"]); plug put_version; }

    scope "/api/v1", module: v1, as: v1 { pipe_through api; get "/posts/{id}" => posts::show; }
    scope "/api/v2", module: v2, as: v2 { pipe_through api; get "/posts/{id}" => posts::show; }
    scope "/api" { pipe_through versioned; get "/posts/{id}" => show; }

    post "/orders" => order;
}

mod v1 {
    pub(super) mod posts {
        use super::super::*;

        pub(in super::super) async fn show(conn: &mut Conn, id: i64) -> Result {
            conn.json(&json!({"id": id, "title": "Hello", "body": "World"}))
        }
    }
}

mod v2 {
    pub(super) mod posts {
        use super::super::*;

        pub(in super::super) async fn show(conn: &mut Conn, id: i64) -> Result {
            let attributes = json!({"title": "Hello", "body": "World"});
            conn.json(&json!({"data": {"type": "post", "id": id.to_string(), "attributes": attributes}}))
        }
    }
}

#[derive(Clone, Copy)]
enum Version {
    One,
    Two,
}

/// Reads from `accept` which version is wanted.
async fn put_version(conn: &mut Conn) -> Result {
    let accept = conn.req_header("accept").unwrap_or_default();
    let version = if accept == "application/vnd.myapp.v2+json" { Version::Two } else { Version::One };
    conn.assign(version);
    Ok(())
}

async fn show(conn: &mut Conn, id: i64) -> Result {
    match conn.assigned() {
        Some(Version::Two) => v2::posts::show(conn, id).await,
        _ => v1::posts::show(conn, id).await,
    }
}

async fn order(conn: &mut Conn) -> Result {
    let cents: u32 = conn.params("cents")?;
    match conn.state().payments.charge(cents) {
        Ok(_) => conn.redirect("/orders/1"),
        Err(reason) => conn.render(html! { <p>"Payment failed: "{reason}</p> }),
    }
}

struct MockPayments {
    charge: Mock<u32, Result<String, String>>,
}

impl Payments for MockPayments {
    fn charge(&self, cents: u32) -> Result<String, String> {
        self.charge.call(cents)
    }
}

fn client() -> (Client<Router>, Arc<MockPayments>) {
    let payments = Arc::new(MockPayments { charge: Mock::new("charge") });
    let app = App { payments: payments.clone() };
    (Client::new(Endpoint::new(app, Config::default())), payments)
}

#[tokio::test]
async fn versions_of_an_api_stand_side_by_side() {
    let (mut client, _) = client();
    let one: Value = client.get(path!("/api/v1/posts/{1}")).await.json_response(200);
    assert_eq!(one, json!({"id": 1, "title": "Hello", "body": "World"}));
    let two: Value = client.get(path!("/api/v2/posts/{1}")).await.json_response(200);
    assert_eq!(two["data"]["id"], "1");
    assert_eq!(two["data"]["attributes"]["title"], "Hello");
}

#[tokio::test]
async fn the_version_may_stand_in_the_accept_header() {
    let (mut client, _) = client();
    client.put_header("accept", "application/vnd.myapp.v2+json");
    let two: Value = client.get("/api/posts/1").await.json_response(200);
    assert_eq!(two["data"]["type"], "post");
    for accept in ["application/json", "application/vnd.myapp.v1+json", "*/*"] {
        client.put_header("accept", accept);
        let one: Value = client.get("/api/posts/1").await.json_response(200);
        assert_eq!(one["id"], 1, "{accept}");
    }
    client.put_header("accept", "text/html");
    client.get("/api/posts/1").await.assert_error_sent(406);
}

#[tokio::test]
async fn a_service_behind_a_trait_is_replaced_in_a_test() {
    let (mut client, payments) = client();
    payments.charge.expect(|cents| {
        assert_eq!(cents, 1_000);
        Ok("paid".into())
    });
    payments.charge.expect(|_| Err("declined <card>".into()));
    assert_eq!(client.post("/orders", &[("cents", "1000")]).await.redirected_to(), "/orders/1");
    let page = client.post("/orders", &[("cents", "1000")]).await;
    assert_eq!(page.html_text(200), "Payment failed: declined <card>");
    client.json(Method::POST, "/orders", &json!({"cents": -1})).await.assert_error_sent(400);
}

#[tokio::test]
async fn a_call_that_no_test_expects_is_a_500_and_fails_the_test() {
    let (mut client, payments) = client();
    let error = client.post("/orders", &[("cents", "1")]).await.assert_error_sent(500);
    assert_eq!(error, "panicked: `charge` was called, and nobody expects it");
    drop(client);
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payments)));
    assert!(dropped.is_err(), "the last one to let go says so");
}
