//! A condition is true or false.

use bennu::html;

fn main() {
    let title = Some("a");
    let _ = html! { <p :if={title}>text</p> };
}
