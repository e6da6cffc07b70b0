//! What stands in braces is not a name.

bennu::router! {
    Router for ();

    get "/posts/{post-id}" => posts::show;
    get "/users/{}" => users::show;
    get "/tags/{id:int}" => tags::show;
}

fn main() {}
