//! Routes are hidden across `match`, hosts and resources as well.

bennu::router! {
    pub Router for ();

    match * "/any" => page;
    get "/any" => page;

    scope "/", host: "*.example.com" {
        get "/here" => page;
    }
    scope "/", host: "www.example.com" {
        get "/here" => page;
    }

    get "/users/{id}" => one;
    resources "/users" => users, only: [new];
}

mod users {
    pub async fn new(conn: &mut bennu::Conn<()>) -> bennu::Result {
        conn.text("")
    }
}

async fn page(conn: &mut bennu::Conn<()>) -> bennu::Result {
    conn.text("")
}

async fn one(conn: &mut bennu::Conn<()>, _: String) -> bennu::Result {
    conn.text("")
}

fn main() {}
