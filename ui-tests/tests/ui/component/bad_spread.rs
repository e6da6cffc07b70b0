//! What is spread into a tag is a set of attributes.

use bennu::html;

fn main() {
    let _ = html! { <p {7}>text</p> };
}
