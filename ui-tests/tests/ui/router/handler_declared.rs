//! The handler takes another type than its route declares, and a type that no segment can be read as.

use bennu::{Conn, Result};

bennu::router! {
    pub Router for ();

    get "/users/{id: i64}" => user;
    get "/posts/{post: crate::Post}" => post;
}

pub struct Post;

async fn user(conn: &mut Conn<()>, name: String) -> Result {
    conn.text(name)
}

async fn post(conn: &mut Conn<()>, _: Post) -> Result {
    conn.text("")
}

fn main() {}
