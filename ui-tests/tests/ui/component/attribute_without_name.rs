//! Braces in a tag have a name.

use bennu::html;

fn main() {
    let class = "wide";
    let _ = html! { <p {class}>text</p> };
}
