//! What stands in the list of an attribute is text.

use bennu::html;

struct Color;

fn main() {
    let _ = html! { <p class={["card", Color, ("active", 1)]}>text</p> };
}
