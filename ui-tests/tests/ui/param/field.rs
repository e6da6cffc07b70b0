//! The field cannot stand in a path either.

#[derive(bennu::Param)]
struct Post {
    id: Option<i64>,
}

fn main() {}
