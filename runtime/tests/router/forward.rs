//! Routes that hand everything under their path to a service or to another router.

#![expect(unused_qualifications, reason = "`pipe_through` tells functions from pipelines by their path")]

use std::convert::Infallible;

use bennu::http::{Method, Request, Response, StatusCode};
use bennu::{Body, Conn, Result};
use http_body_util::BodyExt as _;
use tower::{ServiceExt as _, service_fn};

pub(crate) struct App;

/// Answers with what it is asked, over a body of another type.
fn echo() -> impl tower::Service<
    Request<Body>,
    Response = Response<http_body_util::Full<bytes::Bytes>>,
    Error = Infallible,
    Future: Send,
> + Clone
+ Send {
    service_fn(|request: Request<Body>| async move {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        let text = format!("{} {} {}", parts.method, parts.uri, String::from_utf8_lossy(&body));
        let response = Response::builder().status(201).header("x-from", "service").body(text.into());
        Ok(response.expect("a response"))
    })
}

fn broken()
-> impl tower::Service<Request<Body>, Response = Response<Body>, Error = std::io::Error, Future: Send>
+ Clone
+ Send {
    service_fn(|_| async { Err(std::io::Error::other("no")) })
}

async fn stamp(conn: &mut Conn<App>) -> Result {
    conn.put_resp_header("x-from", "plug").put_resp_header("x-stamp", "yes");
    Ok(())
}

async fn deny(conn: &mut Conn<App>) -> Result {
    conn.put_status(403).text("denied")?;
    conn.halt();
    Ok(())
}

mod admin {
    use super::*;

    bennu::router! {
        pub(crate) Router for App;

        get "/" => home;
        get "/users/{id}" => user;
        forward "/deeper" => deeper::Router;
    }

    async fn home(conn: &mut Conn<App>) -> Result {
        conn.text(format!("home under {}", conn.script_name()))
    }

    async fn user(conn: &mut Conn<App>, id: i64) -> Result {
        conn.text(format!("user {id} at {} under {}", conn.path(), conn.script_name()))
    }
}

mod deeper {
    use super::*;

    bennu::router! {
        pub(crate) Router for App;

        post "/{name}" => create;
    }

    async fn create(conn: &mut Conn<App>, name: String) -> Result {
        let kind: String = conn.params("kind")?;
        conn.text(format!("{name} {kind} under {}", conn.script_name()))
    }
}

bennu::router! {
    pub(crate) Router for App;

    pipeline stamped {
        plug stamp;
    }

    scope "/tools" {
        pipe_through stamped;
        forward "/echo" => echo();
    }
    scope "/closed" {
        pipe_through self::deny;
        forward "/echo" => echo();
    }
    forward "/broken" => broken();
    forward "/admin" => admin::Router;
    get "/after" => after;
}

async fn after(conn: &mut Conn<App>) -> Result {
    conn.text(format!("after {:?}", conn.script_name()))
}

async fn respond(method: Method, path: &str, body: &'static str) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let request = request.body(Body::from(body)).expect("a request");
    let response = Router::service(App).oneshot(request).await.expect("a response");
    let (parts, body) = response.into_parts();
    let from: Vec<_> = parts.headers.get_all("x-from").iter().collect();
    assert!(
        from.is_empty() || from == ["service"],
        "the service's headers take the place of others: {from:?}"
    );
    let body = body.collect().await.expect("a body").to_bytes();
    (parts.status, String::from_utf8(body.to_vec()).expect("text"))
}

#[tokio::test]
async fn a_service_gets_the_rest_of_the_path_and_the_body_as_it_is() {
    for (path, expected) in [
        ("/tools/echo", "POST / {not json"),
        ("/tools/echo/", "POST / {not json"),
        ("/tools/echo/a/b?c=d", "POST /a/b?c=d {not json"),
        ("//tools//echo//a%2Fb", "POST /a%2Fb {not json"),
    ] {
        let answer = respond(Method::POST, path, "{not json").await;
        assert_eq!(answer, (StatusCode::CREATED, expected.to_owned()), "{path}");
    }
    assert_eq!(respond(Method::OPTIONS, "/tools/echo/x", "").await.1, "OPTIONS /x ");
}

#[tokio::test]
async fn pipelines_run_before_a_service_and_may_halt() {
    assert_eq!(
        respond(Method::GET, "/closed/echo/a", "").await,
        (StatusCode::FORBIDDEN, "denied".to_owned())
    );
    assert_eq!(respond(Method::GET, "/broken", "").await.0, StatusCode::BAD_GATEWAY);
    assert_eq!(respond(Method::GET, "/tools/echoes", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_router_gets_the_rest_of_the_path_and_says_what_is_missing_of_it() {
    for (path, expected) in [
        ("/admin", "home under /admin"),
        ("/admin/", "home under /admin"),
        ("/admin/users/7", "user 7 at /users/7 under /admin"),
        ("/admin//users//7", "user 7 at /users//7 under /admin"),
        ("/after", "after \"\""),
    ] {
        assert_eq!(respond(Method::GET, path, "").await, (StatusCode::OK, expected.to_owned()), "{path}");
    }
    let deeper = respond(Method::POST, "/admin/deeper/tree", r#"{"kind": "oak"}"#).await;
    assert_eq!(deeper, (StatusCode::OK, "tree oak under /admin/deeper".to_owned()));
    assert_eq!(respond(Method::GET, "/admin/nothing", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(respond(Method::GET, "/admin/users/x", "").await.0, StatusCode::BAD_REQUEST);
}
