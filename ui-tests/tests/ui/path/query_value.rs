//! What fills a whole query is a single value, or nothing that anybody can write.

mod web {
    bennu::router! {
        pub(crate) Router for ();

        get "/posts" => none;
    }

    async fn none(conn: &mut bennu::Conn<()>) -> bennu::Result {
        conn.text("")
    }
}

struct Search;

fn uses(page: i64, q: Option<&str>, search: Search) {
    web::path!("/posts?{page}");
    web::path!("/posts?{q}");
    web::path!(/posts?{search});
}

fn main() {}
