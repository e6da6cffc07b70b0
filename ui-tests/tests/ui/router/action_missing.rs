//! An action that the module does not have is rustc's error, at the action or at the module.

bennu::router! {
    pub Router for ();

    resources "/users" => users, only: [index, show];
    resources "/posts" => posts, except: [edit, new, create, update, delete];
}

mod users {
    pub async fn index(conn: &mut bennu::Conn<()>) -> bennu::Result {
        conn.text("")
    }
}

mod posts {
    pub async fn index(conn: &mut bennu::Conn<()>) -> bennu::Result {
        conn.text("")
    }
}

fn main() {}
