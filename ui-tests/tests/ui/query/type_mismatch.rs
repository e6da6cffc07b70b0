//! Sides of different types.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let title = String::new();
    let _ = bennu::from!(p in Post, where: p.likes == ^title);
    let _ = bennu::from!(p in Post, where: p.title > 3);
    let _ = bennu::from!(p in Post, join: c in Comment, on: c.post_id == p.likes);
    let _ = bennu::from!(p in Post, where: p.likes in ^["a"]);
    let _ = bennu::from!(p in Post, where: p.likes + p.title == 3);
}
