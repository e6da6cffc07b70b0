//! A pin of something that no column holds.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let post = std::time::Instant::now();
    let _ = bennu::from!(p in Post, where: p.title == ^post);
    let _ = bennu::from!(p in Post, limit: ^"ten");
}
