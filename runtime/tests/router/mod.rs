//! Generated routers over requests.

use bennu::http::{Method, Request, StatusCode};
use bennu::router::Router as _;
use bennu::{Body, Conn, Result};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

mod actions;
mod declared;
mod forward;
mod naive;
mod scopes;

mod overlapping {
    //! Routes that take each other's requests, so that only the order of declaration decides.

    use bennu::{Conn, Result};

    bennu::router! {
        /// All of them.
        pub(crate) Router for ();

        get "/" => none;
        get "/{a}/new" => one;
        get "/users" => none;
        get "/users/{id}" => one;
        post "/users/{id}" => one;
        get "/user" => none;
        get "/users/{id}/edit" => one;
        get "/version" => none;
        get "/v{n}" => one;
        get "/{a}/{b}/edit" => two;
        get "/users/me/{x}" => one;
        get "/v{n}/users" => one;
        get "/caf\u{e9}/{x}" => one;
        get "/files/{name}/raw" => one;
        get "/files/{*rest}" => rest;
        post "/{*rest}" => rest;
        get "/{a}/{b}/{*rest}" => two_rest;
        delete "/users/{id}/posts/{post}" => two;
    }

    async fn none(conn: &mut Conn<()>) -> Result {
        conn.text("none")
    }

    async fn one(conn: &mut Conn<()>, _: String) -> Result {
        conn.text("one")
    }

    async fn two(conn: &mut Conn<()>, _: String, _: String) -> Result {
        conn.text("two")
    }

    async fn rest(conn: &mut Conn<()>, _: Vec<String>) -> Result {
        conn.text("rest")
    }

    async fn two_rest(conn: &mut Conn<()>, _: String, _: String, _: Vec<String>) -> Result {
        conn.text("two_rest")
    }
}

/// How many requests have passed the pipeline.
#[derive(Default)]
struct App(std::sync::atomic::AtomicUsize);

bennu::router! {
    Router for App;

    pipeline counted {
        plug count;
    }

    scope "/" {
        pipe_through counted;
        get "/" => home;
        get "/messages/{id}" => show;
        get "/names/{name}" => name;
        get "/files/{drive}/{*rest}" => files;

        scope "/closed" {
            pipe_through [doors::refuse];
            get "/" => home;
        }
    }
}

async fn count(conn: &mut Conn<App>) -> Result {
    conn.state().0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    Ok(())
}

mod doors {
    use super::*;

    pub(super) async fn refuse(conn: &mut Conn<App>) -> Result {
        conn.put_status(403).text("closed")?;
        conn.halt();
        Ok(())
    }
}

async fn home(conn: &mut Conn<App>) -> Result {
    let passed = conn.state().0.load(std::sync::atomic::Ordering::Relaxed);
    conn.text(format!("passed {passed}"))
}

async fn show(conn: &mut Conn<App>, id: i64) -> Result {
    conn.text(format!("message {id}"))
}

async fn name(conn: &mut Conn<App>, name: String) -> Result {
    conn.text(name)
}

async fn files(conn: &mut Conn<App>, drive: char, rest: Vec<String>) -> Result {
    conn.text(format!("{drive} {rest:?}"))
}

async fn request(method: Method, path: &str) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(path).body(Body::default()).expect("a request");
    let response =
        Router::service(App::default()).oneshot(request).await.expect("a service that cannot fail");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

async fn get(path: &str) -> (StatusCode, String) {
    request(Method::GET, path).await
}

fn ok(body: &str) -> (StatusCode, String) {
    (StatusCode::OK, body.to_owned())
}

#[tokio::test]
async fn captured_segments_arrive_typed_and_decoded() {
    assert_eq!(get("/messages/7").await, ok("message 7"));
    assert_eq!(get("/names/a%2Fb%20%C3%A9").await, ok("a/b \u{e9}"));
    assert_eq!(get("/files/c/x/y%2Fz").await, ok(r#"c ["x", "y/z"]"#));
    assert_eq!(get("/files/c").await, ok("c []"));
}

#[tokio::test]
async fn slashes_too_many_do_not_count() {
    assert_eq!(get("//messages///7/").await, ok("message 7"));
    assert_eq!(get("/files/c//x/").await, ok(r#"c ["x"]"#));
}

#[tokio::test]
async fn what_cannot_be_read_is_400() {
    for path in [
        "/messages/seven",
        "/messages/99999999999999999999",
        "/names/%zz",
        "/names/%C3",
        "/names/%",
        "/nowhere/%f",
    ] {
        assert_eq!(get(path).await.0, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn without_a_route_no_pipeline_runs() {
    let service = Router::service(App::default());
    for (method, path) in [
        (Method::GET, "/nowhere"),
        (Method::POST, "/messages/7"),
        (Method::from_bytes(b"BREW").unwrap(), "/"),
    ] {
        let request = Request::builder().method(method).uri(path).body(Body::default()).unwrap();
        assert_eq!(service.clone().oneshot(request).await.unwrap().status(), StatusCode::NOT_FOUND, "{path}");
    }
    let request = Request::builder().uri("/").body(Body::default()).unwrap();
    let body = service.oneshot(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, "passed 1");
}

#[tokio::test]
async fn head_is_answered_by_get_without_a_body() {
    assert_eq!(request(Method::HEAD, "/messages/7").await, ok(""));
}

#[tokio::test]
async fn a_halted_conn_reaches_no_handler() {
    assert_eq!(get("/closed").await, (StatusCode::FORBIDDEN, "closed".to_owned()));
}

#[test]
fn the_table_says_what_a_request_passes() {
    let closed = Router::ROUTES.last().unwrap();
    assert_eq!(closed.to_string(), "GET /closed home");
    assert_eq!(closed.pipelines, ["counted", "doors::refuse"]);
    assert_eq!(Router::ROUTES[3].params, ["drive", "rest"]);
    assert_eq!(path!("/closed"), "/closed");
}

#[tokio::test]
async fn each_of_many_routes_reaches_its_own_handler() {
    use overlapping::Router;

    let routes = Router::ROUTES;
    assert!(routes.len() > 16, "more than one function dispatches");
    for route in routes {
        let path = route.params.iter().fold(route.path.to_owned(), |path, name| {
            path.replace(&format!("{{{name}}}"), "x7").replace(&format!("{{*{name}}}"), "x8/x9")
        });
        let found = Router::find(route.verb, &path).expect("a route answers its own path");
        let request = Request::builder().method(route.verb.as_str()).uri(path.replace('\u{e9}', "%C3%A9"));
        let request = request.body(Body::default()).expect("a request");
        let response = Router::service(()).oneshot(request).await.expect("a service that cannot fail");
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        assert_eq!(body, routes[found.route].handler, "{path}");
    }
}
