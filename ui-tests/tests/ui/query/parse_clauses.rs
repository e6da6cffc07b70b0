//! Clauses that are none.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let _ = bennu::from!(p in Post, were: p.likes == 1);
    let _ = bennu::from!(p in Post, order_by: [down: p.likes]);
    let _ = bennu::from!(p in Post, join: c in Comment);
    let _ = bennu::from!(p in Post, limit: 1, limit: 2);
    let _ = bennu::from!(p in Post, where: lke(p.title, "x"));
    let _ = bennu::from!(p in Post, lock: "FOR EVER");
}
