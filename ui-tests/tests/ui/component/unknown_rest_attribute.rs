//! A `Rest` takes the attributes that every element has, and those that it includes.

use bennu::component::Rest;
use bennu::{component, html};

component! {
    fn button(rest: Rest include ["disabled"]) {
        <button {rest}></button>
    }
}

fn main() {
    let code = "go()";
    let _ = html! { <.button disbled titel="a" href="/" onclick={code} /> };
}
