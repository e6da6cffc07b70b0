//! A literal is one of the listed values.

use bennu::{component, html};

component! {
    fn flash(kind: &str in ["info", "error"], size: u8 in [1, 2] = 1) {
        <p class={kind} data-size={size}></p>
    }
}

fn main() {
    let _ = html! { <.flash kind="eror" size=3 /> };
}
