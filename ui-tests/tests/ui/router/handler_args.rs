//! What the handler is given of the conn is not what it takes, or comes from no function of the conn.

use bennu::{Conn, Result};

bennu::router! {
    pub Router for ();

    scope "/", args: [self::user] {
        get "/a" => without;
        get "/b" => with;
    }

    get "/c" => without, args: [self::number];
}

fn user(_: &Conn<()>) -> Result<String> {
    Ok(String::new())
}

fn number(_: u8) -> u8 {
    7
}

async fn without(conn: &mut Conn<()>) -> Result {
    conn.text("")
}

async fn with(conn: &mut Conn<()>, user: u8) -> Result {
    conn.text(user.to_string())
}

mod other {
    bennu::router! {
        pub Router for ();

        get "/" => super::without, args: ["user"];
    }
}

fn main() {}
