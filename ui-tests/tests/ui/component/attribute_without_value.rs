//! A value is quoted or in braces.

use bennu::html;

fn main() {
    let _ = html! { <p class=wide title=>text</p> };
}
