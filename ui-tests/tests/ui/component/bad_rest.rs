//! One `Rest` takes what is not declared, and `include` belongs to it.

use bennu::component;
use bennu::component::Rest;

component! {
    fn button(rest: Rest, more: Rest, title: &str include ["form"]) {
        <button title={title} {rest} {more}></button>
    }
}

fn main() {}
