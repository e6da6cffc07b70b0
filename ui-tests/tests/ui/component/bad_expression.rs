//! Braces hold one Rust expression.

use bennu::html;

fn main() {
    let _ = html! { <p>{} {1 2} {name.}</p> };
}
