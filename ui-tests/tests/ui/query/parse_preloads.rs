//! Associations that cannot be read.

bennu::schema! { pub struct User in "users" { name: String } }
bennu::schema! { pub struct Post in "posts" { title: String, belongs_to user: User } }

fn main() {
    let _ = bennu::from!(p in Post, preload: [user]);
    let _ = bennu::from!(p in Post, preload: [user: u]);
    let _ = bennu::from!(p in Post, preload: 3);
}
