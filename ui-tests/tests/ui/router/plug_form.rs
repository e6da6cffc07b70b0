//! A plug that is neither a function nor a value.

bennu::router! {
    Router for ();

    pipeline browser {
        plug |conn| conn;
        plug "fetch_session";
    }
}

fn main() {}
