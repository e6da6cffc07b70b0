ui_tests::view!(CounterLive);

bennu::router! {
    Router for ();

    live "/counter" => CounterLive;
}

fn main() {}
