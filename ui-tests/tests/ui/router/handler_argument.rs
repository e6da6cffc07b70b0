//! A handler takes an argument that no segment can be read as.

struct PostId(i64);

use bennu::{Conn, Result};

bennu::router! {
    Router for ();

    get "/posts/{id}" => show;
}

async fn show(conn: &mut Conn<()>, id: PostId) -> Result {
    conn.text(id.0.to_string())
}

fn main() {}
