//! The struct has no field to stand for it: none called `id`, and a misspelt one.

#[derive(bennu::Param)]
struct Post {
    slug: String,
}

#[derive(bennu::Param)]
#[param(key = slgu)]
struct Tag {
    slug: String,
}

fn main() {}
