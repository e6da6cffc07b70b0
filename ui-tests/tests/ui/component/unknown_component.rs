//! A component is declared and in scope.

use bennu::html;

fn main() {
    let _ = html! { <.crad title="a" /> };
}
