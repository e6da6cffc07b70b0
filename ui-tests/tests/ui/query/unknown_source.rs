//! A source that is not there, or no query.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let _ = bennu::from!(p in Pots, where: p.likes == 1);
    let _ = bennu::from!(p in 7, where: p.likes == 1);
}
