//! Parameters that routes declare with a type: what handlers get, what the table says, and what `path!` writes.

use bennu::Endpoint;
use bennu::endpoint::Config;
use bennu::http::StatusCode;
use bennu::router::{FromParam, ParamError, Router as _, Verb, route_info};
use bennu::testing::Client;
use bennu::{Conn, Result};

/// An id that is not just any number.
#[derive(Clone, Copy, Debug, PartialEq, bennu::Param)]
pub(crate) struct PostId(u32);

impl FromParam for PostId {
    fn from_param(segment: &str) -> Result<Self, ParamError> {
        u32::from_param(segment).map(Self)
    }
}

#[derive(bennu::Param)]
struct Post {
    id: PostId,
}

mod web {
    use super::{comments, show, version, year};

    bennu::router! {
        pub(crate) Router for ();

        get "/posts/{id: crate::router::declared::PostId}" => show;
        get "/archive/{year: u16}" => year;
        delete "/archive/{year}" => year;

        scope "/v{version: u8}" {
            get "/status/{name: String}" => version;
        }

        resources "/articles" => comments, param: "id: crate::router::declared::PostId", only: [show], name: article {
            resources "/comments" => comments::nested, only: [show];
        }
    }
}

use web::path;

async fn show(conn: &mut Conn<()>, id: PostId) -> Result {
    conn.text(format!("{id:?}"))
}

async fn year(conn: &mut Conn<()>, year: u16) -> Result {
    conn.text(format!("year {year}"))
}

async fn version(conn: &mut Conn<()>, version: u8, name: String) -> Result {
    conn.text(format!("{version} {name}"))
}

pub(crate) mod comments {
    use super::{Conn, PostId, Result};

    pub(crate) async fn show(conn: &mut Conn<()>, id: PostId) -> Result {
        conn.text(format!("article {id:?}"))
    }

    pub(crate) mod nested {
        use super::{Conn, PostId, Result};

        pub(crate) async fn show(conn: &mut Conn<()>, article: PostId, id: String) -> Result {
            conn.text(format!("{article:?} {id}"))
        }
    }
}

async fn get(path: &str) -> (StatusCode, String) {
    let response = Client::new(Endpoint::<web::Router>::new((), Config::default())).get(path).await;
    (response.status(), response.text().to_owned())
}

#[tokio::test]
async fn a_handler_gets_the_type_that_its_route_declares() {
    for (path, expected) in [
        ("/posts/7", "PostId(7)"),
        ("/archive/2026", "year 2026"),
        ("/v2/status/all", "2 all"),
        ("/articles/7", "article PostId(7)"),
        ("/articles/7/comments/x", "PostId(7) x"),
    ] {
        assert_eq!(get(path).await, (StatusCode::OK, expected.to_owned()), "{path}");
    }
    for path in ["/posts/seven", "/archive/-1", "/v256/status/all"] {
        assert_eq!(get(path).await.0, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[test]
fn the_table_shows_the_types() {
    let paths: Vec<&str> = web::Router::ROUTES.iter().map(|route| route.path).collect();
    assert_eq!(
        paths[1..4],
        ["/archive/{year: u16}", "/archive/{year}", "/v{version: u8}/status/{name: String}"]
    );
    assert_eq!(paths[5], "/articles/{article_id: crate::router::declared::PostId}/comments/{id}");
    let found =
        route_info::<web::Router>(Verb::Get, "/v2/status/a%2Fb/").expect("a proper path").expect("a route");
    assert_eq!(found.param("name").expect("it is captured").to_string(), "a/b");
}

#[test]
fn what_has_the_declared_key_fills_a_parameter() {
    let post = Post { id: PostId(7) };
    assert_eq!(path!("/posts/{post}"), "/posts/7");
    assert_eq!(path!("/posts/{&&post.id}"), "/posts/7");
    assert_eq!(path!("/v{2}/status/{String::from(\"a/b\")}"), "/v2/status/a%2Fb");
    assert_eq!(path!("/v2/status/{\"up\"}?all={true}"), "/v2/status/up?all=true");
    // The routes for the two verbs do not agree on a type, so any value will do.
    assert_eq!(path!("/archive/{\"2026\"}"), "/archive/2026");
    assert_eq!(path!("/articles/{post}/comments/{1}"), "/articles/7/comments/1");
}
