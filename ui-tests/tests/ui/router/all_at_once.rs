//! All mistakes of a router are reported together, and none of them makes what uses the router fail too.

mod web {
    bennu::router! {
        /// All routes.
        pub(crate) Router for ();

        scope "/" {
            pipe_through browser;
            get "posts" => posts::index;
            get "/posts/:id" => posts::show;
            gett "/" => pages::home;
        }
    }
}

fn uses() {
    use bennu::router::Router as _;
    use web::path;

    let _ = web::Router::service(());
    let _ = web::Router::ROUTES;
    let _ = path!("/posts/{1}");
}

fn main() {}
