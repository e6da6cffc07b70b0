//! Every form of a declaration in the middle of being typed; the router's items are there all the same.

mod web {
    bennu::router! {
        pub(crate) Router for (), method;

        resources
        resources "/users" => users, only
        match
        forward "/jobs" =>
        live_session
        scope "/admin", module: {
            get "/" => home, as:
        }
    }
}

fn uses() {
    let _ = web::Router::service(());
    let _ = web::Router::routes();
    let _ = web::path!("/");
}

fn main() {}
