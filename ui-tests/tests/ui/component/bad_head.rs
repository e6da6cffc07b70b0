//! Words before braces may be meant as text.

use bennu::html;

fn main() {
    let count = 1;
    let _ = html! { <p>if in doubt {count}</p> };
}
