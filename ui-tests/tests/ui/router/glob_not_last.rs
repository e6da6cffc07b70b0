//! A glob has segments behind it.

bennu::router! {
    Router for ();

    get "/files/{*rest}/edit" => files::edit;
}

fn main() {}
