//! Aggregates outside of groups.

bennu::schema! { pub struct Post in "posts" { title: String, body: Option<String>, likes: i32 = 0 } }
bennu::schema! { pub struct Comment in "comments" { post_id: i64, text: String } }

fn main() {
    let _ = bennu::from!(p in Post, where: count(p.id) > 1);
    let _ = bennu::from!(p in Post, select: (p.title, count(p.id)));
    let _ = bennu::from!(p in Post, group_by: p.title, select: (p.title, p.likes, max(p.id)));
    let _ = bennu::from!(p in Post, select: row_number());
}
