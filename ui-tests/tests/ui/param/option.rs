//! An option that the derive does not know.

#[derive(bennu::Param)]
#[param(kye = id)]
struct Post {
    id: i64,
}

fn main() {}
