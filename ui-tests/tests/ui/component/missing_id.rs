//! The client needs an id to find an element with a hook again.

use bennu::html;

fn main() {
    let _ = html! { <div phx-hook="Chart"></div> };
}
