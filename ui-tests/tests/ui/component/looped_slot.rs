//! A slot that takes one entry has no loop.

use bennu::component::Slot;
use bennu::{component, html};

component! {
    fn card(footer: Slot) {
        <footer>{footer}</footer>
    }
}

fn main() {
    let _ = html! { <.card><:footer :for={name in ["a", "b"]}>{name}</:footer></.card> };
}
