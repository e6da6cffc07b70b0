//! A value that does not implement `Plug`.

struct Stamp;

bennu::router! {
    Router for ();

    pipeline browser { plug Stamp; }
}

fn main() {}
