//! A struct whose field has another type.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

struct Stat {
    title: String,
    likes: i64,
}

fn main() {
    let _ = bennu::from!(p in Post, select: Stat { title: p.title, likes: p.likes });
}
