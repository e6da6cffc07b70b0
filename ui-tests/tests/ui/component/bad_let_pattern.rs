//! The pattern of `:let` fits what is given.

use bennu::component::Slot;
use bennu::{component, html};

component! {
    fn each(rows: &[(u8, u8)], inner_block: Slot<(u8, u8)>) {
        for row in rows { {inner_block.with(row)} }
    }
}

fn main() {
    let _ = html! { <.each rows={&[(1, 2)]} :let={(a, b, c)}>{a}{b}{c}</.each> };
}
