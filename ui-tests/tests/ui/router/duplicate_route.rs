//! Two routes answer the same requests, under the same and under other names.

bennu::router! {
    Router for ();

    scope "/posts" {
        get "/{id}" => posts::show;
        post "/" => posts::create;
    }

    get "/posts/{id}" => posts::display;
    get "/posts/{slug}" => posts::by_slug;
}

fn main() {}
