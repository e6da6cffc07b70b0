//! A host is a name, the beginning of one, or the end of one.

bennu::router! {
    pub Router for ();

    scope "/", host: "http://example.com" {
        get "/a" => page;
    }
    scope "/", host: ["api..", "exa mple.com"] {
        get "/b" => page;
    }
    scope "/", host: 4000 {
        get "/c" => page;
    }
}

async fn page(conn: &mut bennu::Conn<()>) -> bennu::Result {
    conn.text("")
}

fn main() {}
