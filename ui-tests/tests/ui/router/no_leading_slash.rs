//! A path does not begin with a slash.

bennu::router! {
    Router for ();

    get "posts" => posts::index;
}

fn main() {}
