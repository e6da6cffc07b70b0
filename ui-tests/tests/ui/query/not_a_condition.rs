//! A condition that is none.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let _ = bennu::from!(p in Post, where: p.likes);
    let _ = bennu::from!(p in Post, where: like(p.likes, "a"));
    let _ = bennu::from!(p in Post, select: sum(p.title));
}
