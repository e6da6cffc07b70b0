//! What a `Rest` takes can be the value of an attribute.

use bennu::component::Rest;
use bennu::{component, html};

struct User;

component! {
    fn button(rest: Rest) {
        <button {rest}></button>
    }
}

fn main() {
    let _ = html! { <.button title={User} /> };
}
