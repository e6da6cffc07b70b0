//! A tag ends before the next one.

use bennu::html;

fn main() {
    let _ = html! { <p class="a" <b>text</b></p> };
}
