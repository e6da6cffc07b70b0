//! An attribute of a component stands once.

use bennu::component::Slot;
use bennu::{component, html};

component! {
    fn card(title: &str, level: u8 = 2, note: Option<&str> = None, inner_block: Slot) {
        <h2 data-level={level} title={note}>{title}</h2>
        {inner_block}
    }

    fn icon(name: &str) {
        <i class={name}></i>
    }
}

fn main() {
    let _ = html! { <.icon name="a" name="b" /> };
}
