//! A key belongs to a loop.

use bennu::html;

fn main() {
    let _ = html! { <p :key={1}>text</p> };
}
