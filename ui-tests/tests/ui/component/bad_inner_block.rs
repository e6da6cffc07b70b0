//! The content between the tags is one slot.

use bennu::component;

component! {
    fn card(inner_block: &str) {
        {inner_block}
    }
}

fn main() {}
