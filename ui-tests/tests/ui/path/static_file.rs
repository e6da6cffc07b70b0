//! A static file that is not there, in a directory that is.

mod web {
    bennu::router! {
        pub(crate) Router for ();

        static "/assets" from ".";
        get "/posts" => none;
    }

    async fn none(conn: &mut bennu::Conn<()>) -> bennu::Result {
        conn.text("")
    }
}

fn uses() {
    let _ = web::path!("/assets/Cargo.toml?vsn=d#top");
    web::path!("/assets/Cargo.tmol");
    web::path!(/assets/css/app.css);
}

fn main() {}
