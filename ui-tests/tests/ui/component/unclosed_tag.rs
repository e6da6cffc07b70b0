//! Every tag is closed.

use bennu::html;

fn main() {
    let _ = html! { <div><p>text</div> };
}
