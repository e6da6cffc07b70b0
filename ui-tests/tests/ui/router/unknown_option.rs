//! Options are checked by name, once each, with the form of their values.

bennu::router! {
    pub Router for ();

    resources "/users" => users, olny: [index];
    resources "/posts" => users, only: index(), only: [index];
    scope "/admin", hots: "api." {
        get "/" => users::index, alias: false;
    }
    scope "/v1", module: "admin", log: loud {
        get "/" => users::index;
    }
}

mod users {
    pub async fn index(conn: &mut bennu::Conn<()>) -> bennu::Result {
        conn.text("")
    }
}

fn main() {}
