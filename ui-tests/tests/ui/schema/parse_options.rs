bennu::schema! {
    pub struct User in "users" {
        name: String { source: full_name },
        email: String { virtual: true },
        age: i64 { writable },
        has_many videos: Video { preload_order: title },
        token: String { autogenerate: true },
        many_to_many tags: Tag { join_through },
    }
}

fn main() {}
