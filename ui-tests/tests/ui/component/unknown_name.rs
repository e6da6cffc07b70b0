//! Names in a template are Rust's names: a misspelt one does not compile.

use bennu::html;

struct User {
    name: &'static str,
}

fn main() {
    let user = User { name: "Ann" };
    let _ = html! { <p title={usr.name}>{user.nmae}</p> };
}
