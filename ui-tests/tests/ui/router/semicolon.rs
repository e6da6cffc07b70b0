//! A missing semicolon is reported once, and the next declaration is still read.

bennu::router! {
    Router for ();

    pipeline browser {}

    scope "/" {
        pipe_through browser
        get "/" => pages::home
        gett "/posts" => posts::index;
    }
}

fn main() {}
