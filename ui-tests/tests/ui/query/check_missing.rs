//! A join that may leave the first row out, of a query whose result is something else.

bennu::schema! { pub struct Post in "posts" { title: String, user_id: i64 } }
bennu::schema! { pub struct User in "users" { name: String } }

fn main() {
    let _ = bennu::from!([p] in Post, right_join: u in User, on: u.id == p.user_id);
    let titles = bennu::from!(p in Post, select: p.title);
    let _ = bennu::from!(p in titles, right_join: u in User, on: u.id == p.user_id);
}
