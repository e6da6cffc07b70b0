//! An enum has no field to stand for it.

#[derive(bennu::Param)]
enum Kind {
    A,
}

fn main() {}
