//! A route is declared behind one that takes all of its requests.

bennu::router! {
    Router for ();

    get "/posts/{id}" => posts::show;
    get "/posts/new" => posts::new;
    post "/posts/new" => posts::create;
    get "/{*rest}" => not_found;
    get "/about" => about;
}

fn main() {}
