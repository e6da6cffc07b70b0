//! What may be missing is an `Option`.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let pairs = bennu::from!(p in Post, left_join: c in Comment, on: c.post_id == p.id, select: (p, c.text));
    let _: bennu::query::Query<(Post, Option<Comment>), (Post, String)> = pairs;
    let _ = bennu::from!(p in Post, update: [set: [title: p.body]]);
}
