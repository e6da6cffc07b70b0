//! A router begins without its name and state.

bennu::router! {
    scope "/" {
        get "/" => pages::home;
    }
}

fn uses() {
    let _ = Router::service(());
    let _ = path!("/");
}

fn main() {}
