//! A handler keeps over an await what cannot move between threads.

use std::rc::Rc;

use bennu::{Conn, Result};

bennu::router! {
    Router for ();

    get "/posts/{id}" => show;
}

async fn show(conn: &mut Conn<()>, id: i64) -> Result {
    let id = Rc::new(id);
    std::future::ready(()).await;
    conn.text(id.to_string())
}

fn main() {}
