//! A handler takes fewer arguments than its path captures.

use bennu::{Conn, Result};

bennu::router! {
    Router for ();

    get "/posts/{id}" => show;
}

async fn show(conn: &mut Conn<()>) -> Result {
    conn.text("")
}

fn main() {}
