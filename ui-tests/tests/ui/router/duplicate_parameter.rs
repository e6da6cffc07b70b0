//! A route repeats a parameter of its scope.

bennu::router! {
    Router for ();

    scope "/users/{id}" {
        get "/posts/{id}" => posts::show;
    }
}

fn main() {}
