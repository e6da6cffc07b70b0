//! A preload of what the row does not have, and of a row that the association does not lead to.

bennu::schema! { pub struct User in "users" { name: String } }
bennu::schema! { pub struct Post in "posts" { title: String, belongs_to user: User } }

fn main() {
    let _ = bennu::from!(p in Post, preload: :usr);
    let _ = bennu::from!(p in Post, join: other in Post, on: other.id == p.id, preload: [user: other]);
    let _ = bennu::from!(p in Post, select_merge: #{ titel: p.title });
}
