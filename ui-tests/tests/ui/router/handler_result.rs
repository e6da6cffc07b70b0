//! A handler returns something that is no result.

use bennu::Conn;

bennu::router! {
    Router for ();

    get "/posts/{id}" => show;
}

async fn show(_: &mut Conn<()>, id: i64) -> String {
    id.to_string()
}

fn main() {}
