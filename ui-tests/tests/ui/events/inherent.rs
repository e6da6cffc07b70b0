use bennu::prelude::*;

ui_tests::view!(CounterLive);

trait Counts {}

#[events]
impl Counts for CounterLive {}

fn main() {}
