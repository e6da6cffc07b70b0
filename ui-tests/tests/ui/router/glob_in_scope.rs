//! A scope has a glob, which its routes go on after.

bennu::router! {
    Router for ();

    scope "/files/{*rest}" {
        get "/edit" => files::edit;
    }
}

fn main() {}
