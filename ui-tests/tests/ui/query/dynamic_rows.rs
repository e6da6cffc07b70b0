//! A condition on other rows than the query's.

bennu::schema! { pub struct Post in "posts" { title: String } }
bennu::schema! { pub struct Comment in "comments" { text: String } }

fn main() {
    let wanted = bennu::dynamic!(c in Comment, c.text == "Rust");
    let _ = bennu::from!(p in Post, where: ^wanted);
}
