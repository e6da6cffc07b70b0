//! A default is one of the listed values, and only attributes have values.

use bennu::component;
use bennu::component::Slot;

component! {
    fn flash(kind: &str in ["info", "error"] = "inof", inner_block: Slot in ["a"]) {
        <p class={kind}>{inner_block}</p>
    }
}

fn main() {}
