//! Parameters and globs are written as Phoenix writes them.

bennu::router! {
    Router for ();

    get "/posts/:id" => posts::show;
    get "/files/*rest" => files::show;
}

fn main() {}
