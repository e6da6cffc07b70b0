//! A comment ends.

use bennu::html;

fn main() {
    let _ = html! { <p>text</p> <!-- a comment };
}
