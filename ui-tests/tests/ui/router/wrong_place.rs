//! Declarations that stand where they mean nothing.

bennu::router! {
    Router for ();

    pipe_through browser;
    plug fetch_session;

    scope "/" {
        pipeline browser {}
    }
}

fn main() {}
