//! `match` takes verbs in brackets, or a star.

bennu::router! {
    pub Router for ();

    match [get, pots] "/a" => page;
    match [] "/b" => page;
    match "/c" => page;
}

async fn page(conn: &mut bennu::Conn<()>) -> bennu::Result {
    conn.text("")
}

fn main() {}
