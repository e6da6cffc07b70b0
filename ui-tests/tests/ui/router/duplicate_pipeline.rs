//! Two pipelines have one name.

bennu::router! {
    Router for ();

    pipeline browser {}
    pipeline api {}
    pipeline browser {}
}

fn main() {}
