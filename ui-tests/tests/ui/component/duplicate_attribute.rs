//! An attribute stands once.

use bennu::html;

fn main() {
    let _ = html! { <p class="a" id="b" class="c">text</p> };
}
