//! A URL without a base, and with one that does not know where the application is reachable.

mod web {
    use bennu::{Conn, Result};

    bennu::router! {
        pub(crate) Router for ();

        get "/posts" => none;
        get "/posts/{id}" => one;
    }

    async fn none(conn: &mut Conn<()>) -> Result {
        conn.text("")
    }

    async fn one(conn: &mut Conn<()>, _: i64) -> Result {
        conn.text("")
    }
}

use web::{path, url};

fn uses(config: bennu::endpoint::Config) {
    let _: String = url!("/posts");
    let _: String = url!(/posts);
    let _: String = url!(7, "/posts");
    let _: String = url!(config, "/postz");
    let _ = path!(Some(config), "/posts");
}

fn main() {}
