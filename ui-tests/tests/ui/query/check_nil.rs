//! Comparisons with nothing.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let _ = bennu::from!(p in Post, where: p.body == nil or nil != p.title);
    let _ = bennu::from!(p in Post, select: nil);
    let _ = bennu::from!(p in Post, update: [set: [title: nil]]);
}
