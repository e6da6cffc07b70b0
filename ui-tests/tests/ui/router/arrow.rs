//! Routes without an arrow, and without a handler.

bennu::router! {
    Router for ();

    get "/" pages::home;
    get "/posts", PostController, :index;
    post "/posts" => ;
}

fn main() {}
