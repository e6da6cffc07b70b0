//! Directives are `:if`, `:for` and `:key`.

use bennu::html;

fn main() {
    let _ = html! { <p :fi={true}>text</p> };
}
