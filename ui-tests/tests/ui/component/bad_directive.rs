//! Directives have what they need.

use bennu::html;

fn main() {
    let items = [1, 2];
    let _ = html! { <p :if>text</p> };
    let _ = html! { <p :for={items}>text</p> };
}
