//! `only` and `except` name actions that there are, and only one of the two is given.

bennu::router! {
    pub Router for ();

    resources "/users" => users, only: [index, shwo];
    resources "/posts" => users, only: [index], except: [show];
    resources "/me" => users, singleton: true, only: [index];
}

mod users {}

fn main() {}
