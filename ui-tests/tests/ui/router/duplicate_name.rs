//! A path captures two segments under one name.

bennu::router! {
    Router for ();

    get "/users/{id}/posts/{id}" => posts::show;
}

fn main() {}
