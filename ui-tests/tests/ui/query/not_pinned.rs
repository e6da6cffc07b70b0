//! Values that are not pinned.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let title = "Rust";
    let _ = bennu::from!(p in Post, where: p.title == title, limit: title);
    let _ = bennu::from!(p in Post, where: p.likes == i32::MAX and p.id in title);
}
