use bennu::prelude::*;

struct CounterLive;

#[events]
impl CounterLive {}

fn main() {}
