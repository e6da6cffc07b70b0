//! A tag is closed by its own name.

use bennu::html;

fn main() {
    let _ = html! { <div>text</dvi> };
}
