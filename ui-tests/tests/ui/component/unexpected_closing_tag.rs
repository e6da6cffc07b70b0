//! Only what was opened is closed.

use bennu::html;

fn main() {
    let _ = html! { text</p> };
}
