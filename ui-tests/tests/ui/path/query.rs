//! A single value stands where pairs belong.

mod web {
    use bennu::{Conn, Result};

    bennu::router! {
        pub(crate) Router for ();

        get "/" => none;
        get "/posts" => none;
        get "/posts/{id}" => one;
        get "/posts/{id}/edit" => one;
        get "/files/{*rest}" => rest;
    }

    async fn none(conn: &mut Conn<()>) -> Result {
        conn.text("")
    }

    async fn one(conn: &mut Conn<()>, _: i64) -> Result {
        conn.text("")
    }

    async fn rest(conn: &mut Conn<()>, _: Vec<String>) -> Result {
        conn.text("")
    }
}

use web::path;

fn uses() {
    let page = 2;
    path!("/posts?{page}");
}

fn main() {}
