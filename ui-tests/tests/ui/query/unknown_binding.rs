//! Names that are not bound, or bound twice.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let _ = bennu::from!(p in Post, where: c.text == "x");
    let _ = bennu::from!(p in Post, join: p in Comment, on: p.post_id == p.id);
}
