//! The value of a property is text or a number.

use bennu::html;

struct Width;

fn main() {
    let _ = html! { <p style={[("width", Width), ("color", "red")]}>text</p> };
}
