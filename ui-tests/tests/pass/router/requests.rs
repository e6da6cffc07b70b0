//! A router answers requests: pipelines run, parameters arrive typed, the first route that matches wins.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bennu::router::{Router as _, Verb};
use bennu::{Conn, Result};

/// The state.
pub struct App;

mod pages {
    use super::*;

    pub async fn home(conn: &mut Conn<App>) -> Result {
        conn.text("home")
    }

    pub async fn show(conn: &mut Conn<App>, id: i64) -> Result {
        conn.text(format!("message {id}"))
    }

    pub async fn files(conn: &mut Conn<App>, drive: char, rest: Vec<String>) -> Result {
        conn.text(format!("{drive}: {rest:?}"))
    }
}

mod auth {
    use super::*;

    pub async fn require_user(conn: &mut Conn<App>) -> Result {
        match conn.req_header("x-user") {
            Some(_) => Ok(()),
            None => {
                conn.put_status(403).text("who are you?")?;
                conn.halt();
                Ok(())
            }
        }
    }
}

async fn stamp(conn: &mut Conn<App>) -> Result {
    conn.put_resp_header("x-stamp", "yes");
    Ok(())
}

bennu::router! {
    /// Every way in.
    pub Router for App;

    pipeline browser {
        plug stamp;
        plug bennu::plug::accepts(["html"]);
    }

    scope "/" {
        pipe_through browser;
        get "/" => pages::home;
        get "/messages/{id}" => pages::show;

        scope "/admin" {
            pipe_through [auth::require_user];
            get "/{drive}/{*rest}" => pages::files;
        }
    }
}

fn main() {
    let found = |path| Router::find(Verb::Get, path).map(|found| Router::ROUTES[found.route].handler);
    assert_eq!(found("/"), Some("pages::home"));
    assert_eq!(found("/messages/7"), Some("pages::show"));
    assert_eq!(found("/messages//7/"), Some("pages::show"));
    assert_eq!(found("/messages"), None);
    assert_eq!(found("/admin/c/a/b"), Some("pages::files"));
    assert_eq!(Router::find(Verb::Post, "/"), None);
    assert_eq!(Router::ROUTES[2].pipelines, ["browser", "auth::require_user"]);
    let _ = (block_on(async {}), Router::service(App));
}

fn block_on(future: impl Future<Output = ()>) {
    let mut future = pin!(future);
    while future.as_mut().poll(&mut Context::from_waker(Waker::noop())) == Poll::Pending {}
}
