use bennu::prelude::*;

#[events]
struct CounterLive;

fn main() {}
