//! A router in the middle of being typed still declares its items.

mod web {
    bennu::router! {
        pub(crate) Router for ();

        pipeline browser { plug }

        scope "/" {
            pipe_through
            get "/" => pages::
        }

        get
    }
}

fn uses() {
    let _ = web::Router::service(());
    let _ = web::path!("/");
}

fn main() {}
