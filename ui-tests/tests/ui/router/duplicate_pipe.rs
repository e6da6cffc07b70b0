//! A scope names a pipeline that the scope around it names already.

bennu::router! {
    Router for ();

    pipeline browser {}

    scope "/" {
        pipe_through browser;

        scope "/admin" {
            pipe_through browser;
            get "/" => home;
        }
    }
}

fn main() {}
