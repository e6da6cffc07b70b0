//! What is no field, what is not closed, what names none, and two ways to say one thing.

#[derive(bennu::Param)]
#[param(format = "{id}-{slgu}")]
struct Video {
    id: i64,
    slug: String,
}

#[derive(bennu::Param)]
#[param(format = "{id}-{slug")]
struct Film {
    id: i64,
    slug: String,
}

#[derive(bennu::Param)]
#[param(format = "id-slug")]
struct Clip {
    id: i64,
    slug: String,
}

#[derive(bennu::Param)]
#[param(key = slug, format = "{id}-{slug}")]
struct Trailer {
    id: i64,
    slug: String,
}

fn main() {}
