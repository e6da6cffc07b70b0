//! A handler and a pipeline's function do not exist.

bennu::router! {
    Router for ();

    pipeline browser { plug fetch_sesion; }

    scope "/" {
        pipe_through browser;
        get "/" => pages::home;
    }
}

mod pages {}

fn main() {}
