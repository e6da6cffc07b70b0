//! A value for many segments is not the last one.

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
    let files = ["a"];
    path!("/posts/{files..}/edit");
    path!("/posts?file={files..}");
    path!("/posts/{files..}");
}

fn main() {}
