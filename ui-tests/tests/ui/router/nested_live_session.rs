//! A route belongs to one live session.

bennu::router! {
    pub Router for ();

    live_session outer {
        live_session inner {
            get "/" => page;
        }
    }
}

async fn page(conn: &mut bennu::Conn<()>) -> bennu::Result {
    conn.text("")
}

fn main() {}
