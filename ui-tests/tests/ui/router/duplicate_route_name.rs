//! Two routes are not given one name.

bennu::router! {
    pub Router for ();

    get "/a" => page, as: page;
    scope "/b", as: b {
        get "/" => page, as: page;
    }
    get "/c" => page, as: page;
}

async fn page(conn: &mut bennu::Conn<()>) -> bennu::Result {
    conn.text("")
}

fn main() {}
