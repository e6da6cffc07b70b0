//! Slots stand directly in their component.

use bennu::html;

fn main() {
    let _ = html! {
        <div><:item>text</:item></div>
    };
}
