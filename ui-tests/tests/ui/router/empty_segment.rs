//! A path ends in a slash, and another one has two in a row.

bennu::router! {
    Router for ();

    get "/posts/" => posts::index;
    get "/posts//new" => posts::new;
}

fn main() {}
