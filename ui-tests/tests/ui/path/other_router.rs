//! The path is one of another router of the crate.

mod web {
    bennu::router! {
        pub(crate) Router for ();

        get "/users/{id}" => super::show;
    }
}

mod admin {
    bennu::router! {
        pub(crate) AdminRouter for ();

        get "/reports/{id}" => super::show;
    }
}

async fn show(conn: &mut bennu::Conn<()>, _: i64) -> bennu::Result {
    conn.text("")
}

use web::path;

fn uses() {
    path!("/reports/{7}");
    path!("/report/{7}");
}

fn main() {
    let _ = admin::path!("/reports/{7}");
}
