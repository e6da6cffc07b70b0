//! There are three ways to update an element.

use bennu::html;

fn main() {
    let _ = html! { <div id="a" phx-update="streem"></div> };
}
