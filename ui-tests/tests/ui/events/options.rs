use bennu::prelude::*;

ui_tests::view!(CounterLive);

#[events(create = bennu)]
impl CounterLive {}

fn main() {}
