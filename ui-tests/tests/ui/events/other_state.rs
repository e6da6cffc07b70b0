use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events]
impl CounterLive {}

struct App;

bennu::router! {
    Router for App;

    live "/counter" => CounterLive;
}

fn main() {}
