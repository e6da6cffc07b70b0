//! A path holds what no path of a request can hold.

bennu::router! {
    Router for ();

    get "/posts?page=1" => posts::index;
    get "/caf%C3%A9" => cafe;
}

fn main() {}
