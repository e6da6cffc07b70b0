//! Elements without content have no closing tag.

use bennu::html;

fn main() {
    let _ = html! { <br>text</br> };
}
