//! Scopes, resources and verbs: what they declare, and which of their routes answers.

#![expect(unused_qualifications, reason = "a path that begins with `self` is not prefixed by its scope")]

use std::sync::Mutex;

use bennu::Endpoint;
use bennu::endpoint::Config;
use bennu::http::{Method, Request, StatusCode};
use bennu::router::{Router as _, Verb};
use bennu::testing::{Client, Telemetry};
use bennu::{Body, Conn, Result};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use tracing::Level;

/// What happened, in order.
#[derive(Default)]
pub(crate) struct App {
    steps: Mutex<Vec<&'static str>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Theme {
    Dark,
    Light,
}

struct Tenant(&'static str);

macro_rules! actions {
    ($($name:ident($($param:ident),*);)+) => {
        $(pub(crate) async fn $name(conn: &mut Conn<App> $(, $param: String)*) -> Result {
            let params: &[String] = &[$($param),*];
            let module = module_path!().rsplit("scopes::").next().unwrap_or_default();
            conn.text(format!("{module}::{} {}", stringify!($name), params.join(" ")))
        })+
    };
}

mod users {
    use super::*;
    actions! { index(); edit(id); new(); show(id); create(); update(id); delete(id); }
}

mod posts {
    use super::*;
    actions! { index(user_id); show(user_id, slug); }
}

mod account {
    use super::*;
    actions! { edit(); new(); show(); create(); update(); }
}

mod admin {
    use super::*;

    pub(crate) mod pages {
        use super::*;
        actions! { home(); }
    }

    pub(crate) mod v1 {
        use super::*;

        pub(crate) mod images {
            use super::*;
            actions! { index(); }
        }
    }
}

mod pages {
    use super::*;

    actions! { search(); any(); api(); wild(); other(); }

    pub(crate) async fn themed(conn: &mut Conn<App>) -> Result {
        let tenant = conn.assigned::<Tenant>().map_or("none", |tenant| tenant.0);
        conn.text(format!("{:?} {tenant}", conn.assigned::<Theme>()))
    }
}

fn step(conn: &mut Conn<App>, name: &'static str) {
    conn.state().steps.lock().expect("no test panics with it").push(name);
}

async fn first(conn: &mut Conn<App>) -> Result {
    step(conn, "first");
    Ok(())
}

async fn second(conn: &mut Conn<App>) -> Result {
    step(conn, if conn.assigned::<Theme>().is_some() { "second, themed" } else { "second" });
    Ok(())
}

async fn third(conn: &mut Conn<App>) -> Result {
    step(conn, "third");
    Ok(())
}

bennu::router! {
    pub(crate) Router for App;

    pipeline all {
        plug inner;
        plug third;
    }

    pipeline inner {
        plug first;
    }

    pipeline late {
        pipe_through all;
        plug second;
    }

    resources "/users" => users {
        resources "/posts" => posts, only: [index, show], param: slug;
    }
    resources "/account" => account, singleton: true, except: [delete], as: me;

    scope "/admin", module: admin, as: admin {
        get "/" => pages::home, as: home;
        get "/themed" => self::pages::themed;
        scope "/v1", module: v1, as: v1 {
            resources "/images" => images, only: [index];
        }
    }

    match [get, post] "/search" => pages::search, as: search;

    scope "/themed", assigns: [Theme::Dark, Tenant("outer")], log: debug {
        pipe_through late;
        get "/" => pages::themed;
        get "/light" => pages::themed, assigns: Theme::Light, private: Tenant("inner"), log: false;
    }

    scope "/", host: "api." {
        get "/where" => pages::api;
    }
    scope "/", host: ["*.example.com", "example.org"] {
        get "/where" => pages::wild;
        get "/{page}" => users::show;
    }
    get "/where" => pages::other;
    match * "/any" => pages::any;
}

async fn respond(method: Method, host: &str, path: &str) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(path).header("host", host);
    let request = request.body(Body::empty()).expect("a request");
    let response = Router::service(App::default()).oneshot(request).await.expect("a response");
    let (status, body) = (response.status(), response.into_body().collect().await.expect("a body"));
    (status, String::from_utf8(body.to_bytes().to_vec()).expect("text"))
}

async fn text(method: Method, path: &str) -> String {
    respond(method, "localhost", path).await.1
}

/// Verb, path, handler and name of the routes whose handler begins so.
fn rows(handler: &str) -> Vec<String> {
    let routes = Router::ROUTES.iter().filter(|route| route.handler.starts_with(handler));
    let row = |route: &bennu::router::Route| format!("{route} {}", route.name.unwrap_or("-"));
    routes.map(row).collect()
}

#[test]
fn resources_are_eight_routes_in_the_usual_order() {
    let expected = [
        "GET /users users::index user",
        "GET /users/{id}/edit users::edit user",
        "GET /users/new users::new user",
        "GET /users/{id} users::show user",
        "POST /users users::create user",
        "PATCH /users/{id} users::update user",
        "PUT /users/{id} users::update -",
        "DELETE /users/{id} users::delete user",
    ];
    assert_eq!(rows("users")[..8], expected);
}

#[test]
fn resources_can_be_some_actions_one_thing_or_nested() {
    let expected = [
        "GET /users/{user_id}/posts posts::index user_post",
        "GET /users/{user_id}/posts/{slug} posts::show user_post",
    ];
    assert_eq!(rows("posts"), expected);
    let expected = [
        "GET /account/edit account::edit me",
        "GET /account/new account::new me",
        "GET /account account::show me",
        "POST /account account::create me",
        "PATCH /account account::update me",
        "PUT /account account::update -",
    ];
    assert_eq!(rows("account"), expected);
}

#[tokio::test]
async fn actions_get_the_parameters_of_their_paths() {
    assert_eq!(text(Method::GET, "/users/new").await, "users::new ");
    assert_eq!(text(Method::GET, "/users/7").await, "users::show 7");
    assert_eq!(text(Method::PUT, "/users/7").await, "users::update 7");
    assert_eq!(text(Method::PATCH, "/users/7").await, "users::update 7");
    assert_eq!(text(Method::GET, "/users/7/posts/hello").await, "posts::show 7 hello");
    assert_eq!(text(Method::POST, "/account").await, "account::create ");
    assert_eq!(respond(Method::DELETE, "localhost", "/account").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn scopes_prefix_paths_modules_and_names() {
    assert_eq!(rows("admin::pages"), ["GET /admin admin::pages::home admin_home"]);
    assert_eq!(rows("admin::v1"), ["GET /admin/v1/images admin::v1::images::index admin_v1_image"]);
    assert_eq!(text(Method::GET, "/admin/v1/images").await, "admin::v1::images::index ");
    assert_eq!(text(Method::GET, "/admin/themed").await, "None none");
}

#[tokio::test]
async fn a_route_can_be_for_several_verbs_or_any() {
    assert_eq!(rows("pages::search"), ["GET /search pages::search search", "POST /search pages::search -"]);
    assert_eq!(text(Method::POST, "/search").await, "pages::search ");
    assert_eq!(respond(Method::PUT, "localhost", "/search").await.0, StatusCode::NOT_FOUND);
    assert_eq!(rows("pages::any"), ["* /any pages::any -"]);
    for method in [Method::GET, Method::OPTIONS, Method::from_bytes(b"BREW").expect("a method")] {
        assert_eq!(text(method.clone(), "/any").await, "pages::any ");
        assert_eq!(text(method, "//any/").await, "pages::any ");
    }
    assert_eq!(respond(Method::HEAD, "localhost", "/any").await, (StatusCode::OK, String::new()));
}

#[tokio::test]
async fn pipelines_run_inside_of_pipelines_after_what_scopes_assign() {
    let app = std::sync::Arc::new(App::default());
    let request = Request::get("/themed/light").body(Body::empty()).expect("a request");
    let response = Router::service(std::sync::Arc::clone(&app)).oneshot(request).await.expect("a response");
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(body, "Some(Light) inner");
    assert_eq!(*app.steps.lock().expect("unharmed"), ["first", "third", "second, themed"]);
    assert_eq!(text(Method::GET, "/themed").await, "Some(Dark) outer");
    let request = Request::get("/themed/none").body(Body::empty()).expect("a request");
    Router::service(std::sync::Arc::clone(&app)).oneshot(request).await.expect("a response");
    assert_eq!(app.steps.lock().expect("unharmed").len(), 3, "no pipeline runs where no route matches");
}

#[tokio::test]
async fn scopes_can_be_for_some_hosts() {
    for (host, path, expected) in [
        ("api.example.com", "/where", "pages::api "),
        ("API.example.com:4000", "/where", "pages::api "),
        ("www.example.com", "/where", "pages::wild "),
        ("www.example.com", "/%77here", "pages::wild "),
        ("example.org", "/where", "pages::wild "),
        ("example.org", "/there", "users::show there"),
        ("example.com", "/where", "pages::other "),
        ("", "/where", "pages::other "),
    ] {
        assert_eq!(respond(Method::GET, host, path).await.1, expected, "{host}{path}");
    }
    assert_eq!(respond(Method::GET, "example.com", "/there").await.0, StatusCode::NOT_FOUND);
    let asked = |url| {
        let config = bennu::endpoint::Config::default();
        bennu::command::answer::<Router>(&config, &["routes", "--info", url])
            .ok()
            .flatten()
            .unwrap_or_default()
    };
    assert!(asked("http://api.example.com:4000/where").starts_with("Module: pages\nFunction: api\n"));
    assert!(asked("/where").starts_with("Module: pages\nFunction: other\n"));
    // Only routes that `router!` has not made are of no file.
    assert!(Router::ROUTES.iter().all(|route| route.file.ends_with("scopes.rs") && route.line > 1));
    let found =
        |host| Router::find_on(host, Verb::Get, "/where").map(|found| Router::ROUTES[found.route].hosts);
    assert_eq!(found("api.x"), Some(&["api."][..]));
    assert_eq!(found("x"), Some(&[][..]));
}

mod loud {
    use super::*;

    bennu::router! {
        pub(crate) Router for ();

        get "/usual" => sent;

        scope "/debug", log: debug {
            get "/" => sent;
            get "/trace" => sent, log: trace;
            get "/silent" => sent, log: false;

            scope "/warn", log: warn {
                get "/" => sent;
                resources "/errors" => errors, only: [index], log: error;
            }
        }
    }

    async fn sent(conn: &mut Conn<()>) -> Result {
        conn.text("sent")
    }

    mod errors {
        pub(super) async fn index(conn: &mut bennu::Conn<()>) -> bennu::Result {
            super::sent(conn).await
        }
    }
}

#[tokio::test]
async fn a_route_says_how_loudly_it_is_logged() {
    let mut client = Client::new(Endpoint::<loud::Router>::new((), Config::default()));
    for (path, level) in [
        ("/usual", Some(Level::INFO)),
        ("/debug", Some(Level::DEBUG)),
        ("/debug/trace", Some(Level::TRACE)),
        ("/debug/silent", None),
        ("/debug/warn", Some(Level::WARN)),
        ("/debug/warn/errors", Some(Level::ERROR)),
    ] {
        let telemetry = Telemetry::attach();
        assert_eq!(client.get(path).await.text(), "sent");
        match level {
            Some(level) => assert_eq!(telemetry.event("bennu::endpoint", "sent").level, level, "{path}"),
            None => telemetry.refute("bennu::endpoint", "sent"),
        }
    }
}

mod strict {
    use super::*;

    bennu::router! {
        pub(crate) Router for (), method_not_allowed: true;

        get "/users/{id}" => show;
        delete "/users/{id}" => show;
        post "/users" => create;
    }

    async fn show(conn: &mut Conn<()>, id: i64) -> Result {
        conn.text(format!("{id}"))
    }

    async fn create(conn: &mut Conn<()>) -> Result {
        conn.text("made")
    }
}

#[tokio::test]
async fn a_router_can_say_which_verbs_a_path_is_for() {
    for (method, path, status, allow) in [
        (Method::GET, "/users/7", 200, None),
        (Method::PUT, "/users/7", 405, Some("GET, HEAD, DELETE, OPTIONS")),
        (Method::OPTIONS, "/users/7", 204, Some("GET, HEAD, DELETE, OPTIONS")),
        (Method::GET, "/users", 405, Some("POST, OPTIONS")),
        (Method::HEAD, "/users", 405, Some("POST, OPTIONS")),
        (Method::GET, "/nothing", 404, None),
        (Method::OPTIONS, "/nothing", 404, None),
    ] {
        let request = Request::builder().method(&method).uri(path).body(Body::empty()).expect("a request");
        let response = strict::Router::service(()).oneshot(request).await.expect("a response");
        let found = response.headers().get("allow").map(|allow| allow.to_str().expect("text"));
        assert_eq!((response.status().as_u16(), found), (status, allow), "{method} {path}");
    }
    assert_eq!(respond(Method::DELETE, "localhost", "/search").await.0, StatusCode::NOT_FOUND);
}
