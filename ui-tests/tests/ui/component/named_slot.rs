//! Slots are no tags.

use bennu::html;

fn main() {
    let _ = html! { <div><:item>text</:item></div> };
}
