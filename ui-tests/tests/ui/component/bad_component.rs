//! Components are named by a path.

use bennu::html;

fn main() {
    let _ = html! { <.else /> };
}
