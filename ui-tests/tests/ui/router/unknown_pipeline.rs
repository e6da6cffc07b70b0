//! A scope names a pipeline that is not declared; one of them is misspelt.

bennu::router! {
    Router for ();

    pipeline browser {}

    scope "/" {
        pipe_through brwoser;
        get "/" => home;
    }

    scope "/admin" {
        pipe_through [browser, require_user];
        get "/" => home;
    }
}

fn main() {}
