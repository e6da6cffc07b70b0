//! A column that the schema does not have.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let title = "Rust";
    let _ = bennu::from!(p in Post, where: p.titel == ^title);
}
