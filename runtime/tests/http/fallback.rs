//! Errors of handlers that a function of the application answers.

use bennu::endpoint::Config;
use bennu::plug::{accepts, action_fallback};
use bennu::serde_json::{Value, json};
use bennu::testing::Client;
use bennu::{Endpoint, Error, Result};

type Conn = bennu::Conn<()>;

struct Asked(i64);

bennu::router! {
    /// An API with a fallback, and a page without.
    Router for ();

    pipeline api {
        plug accepts(["json"]);
        plug action_fallback(problems);
    }

    scope "/api" {
        pipe_through api;
        get "/items/{id}" => show;
        get "/broken" => broken;
        get "/half" => half;
    }

    get "/items/{id}" => show;
    get "/shop/{product}" => buy;
}

enum ShopError {
    Closed,
    SoldOut { product: i64 },
}

impl From<ShopError> for Error {
    fn from(error: ShopError) -> Self {
        match error {
            ShopError::Closed => Self::new(503, "the shop is closed"),
            ShopError::SoldOut { product } => Self::new("gone", format!("product {product} is sold out")),
        }
    }
}

async fn buy(_conn: &mut Conn, product: i64) -> Result {
    Err(if product == 0 { ShopError::Closed } else { ShopError::SoldOut { product } })?;
    Ok(())
}

async fn problems(conn: &mut Conn, error: Error) -> Result {
    if error.status().is_server_error() {
        return Err(error);
    }
    let asked = conn.assigned::<Asked>().map(|asked| asked.0);
    let problem = json!({"problem": error.to_string(), "asked": asked});
    conn.put_status(error.status()).json(&problem)
}

async fn show(conn: &mut Conn, id: i64) -> Result {
    conn.assign(Asked(id)).put_session("last", id).put_resp_content_type("text/csv");
    Err(Error::not_found(format!("there is no item {id}")))
}

async fn broken(_conn: &mut Conn) -> Result {
    Err(Error::internal("a secret"))
}

async fn half(conn: &mut Conn) -> Result {
    conn.text("never seen")?;
    Err(Error::forbidden("second thoughts"))
}

fn client() -> Client<Router> {
    Client::new(Endpoint::new((), Config::default()))
}

#[tokio::test]
async fn a_fallback_answers_on_the_conn_of_the_handler() {
    let mut client = client();
    let problem: Value = client.get("/api/items/7").await.json_response(404);
    assert_eq!(problem, json!({"problem": "there is no item 7", "asked": 7}));
    assert_eq!(client.session().get::<i64>("last"), Some(7), "the session stays");
    let half: Value = client.get("/api/half").await.json_response(403);
    assert_eq!(half["problem"], "second thoughts");
}

#[tokio::test]
async fn a_parameter_that_does_not_fit_is_the_fallbacks_too() {
    let problem: Value = client().get("/api/items/x").await.json_response(400);
    assert!(problem["problem"].as_str().unwrap().contains("`x`"), "{problem}");
}

#[tokio::test]
async fn what_the_fallback_returns_gets_its_error_page() {
    let response = client().get("/api/broken").await;
    assert_eq!(response.assert_error_sent(500), "a secret");
    assert_eq!(response.json_response::<Value>(500), json!({"errors": {"detail": "Internal Server Error"}}));
}

#[tokio::test]
async fn other_pipelines_are_left_alone() {
    let response = client().get("/items/7").await;
    assert_eq!(response.assert_error_sent(404), "there is no item 7");
    assert!(response.text().contains("there is no item 7") && !response.text().contains("problem"));
}

#[tokio::test]
async fn an_error_of_the_application_brings_its_status() {
    let mut client = client();
    assert_eq!(client.get("/shop/7").await.assert_error_sent(410), "product 7 is sold out");
    assert_eq!(client.get("/shop/0").await.assert_error_sent(503), "the shop is closed");
}
