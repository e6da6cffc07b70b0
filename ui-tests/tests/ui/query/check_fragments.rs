//! Fragments whose holes and values differ, or whose text is not known.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let text = "lower(?)";
    let _ = bennu::from!(p in Post, where: fragment("lower(?) = ?", p.title));
    let _ = bennu::from!(p in Post, where: fragment(text, p.title));
    let _ = bennu::from!(p in Post, where: fragment("title = '?'", p.title));
}
