//! A handler is not async.

use bennu::{Conn, Result};

bennu::router! {
    Router for ();

    get "/posts/{id}" => show;
}

fn show(conn: &mut Conn<()>, _: i64) -> Result {
    conn.text("")
}

fn main() {}
